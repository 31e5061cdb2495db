import type { Citation, SourcePart } from "../spec/parts";
import { fieldsOf, listOf, textOf } from "./answer-fields";

/** What a list of annotations names. */
export interface NamedSources {
  /** Sources that have not been named before. */
  readonly added: SourcePart[];
  /** Where each is cited, known ones too. */
  readonly citations: Citation[];
}

/**
 * The sources that annotations name: addresses, and files by their id. Chat nests the fields of a citation, Responses does
 * not, and providers differ, so both are understood; annotations of other kinds name no source that could be shown.
 */
export class Sources {
  private readonly known = new Map<string, SourcePart>();

  constructor(private readonly prefix: () => string) {}

  read(annotations: unknown): NamedSources {
    const named: NamedSources = { added: [], citations: [] };
    for (const annotation of listOf(annotations)) {
      const outer = fieldsOf(annotation);
      const type = textOf(outer.type);
      const fields = fieldsOf(outer[type] ?? outer.url_citation ?? annotation);
      const before = this.known.size;
      const source =
        typeof fields.url === "string" ? this.address(fields.url, fields.title) : this.file(type, fields);
      if (source === undefined) continue;
      if (this.known.size > before) named.added.push(source);
      const { start_index: startIndex, end_index: endIndex } = fields;
      named.citations.push({
        source,
        ...(typeof startIndex === "number" && { startIndex }),
        ...(typeof endIndex === "number" && { endIndex }),
      });
    }
    return named;
  }

  private address(url: string, given: unknown): SourcePart {
    const title = textOf(given);
    return this.source(`url ${url}`, (id) => ({
      type: "source",
      sourceType: "url",
      id,
      url,
      ...(title !== "" && { title }),
    }));
  }

  private file(type: string, fields: Readonly<Record<string, unknown>>): SourcePart | undefined {
    const fileId = textOf(fields.file_id);
    if (fileId === "" || !fileAnnotations.has(type)) return undefined;
    const filename = textOf(fields.filename);
    const containerId = textOf(fields.container_id);
    return this.source(`file ${fileId}`, (id) => ({
      type: "source",
      sourceType: "document",
      id,
      // The annotation does not say what kind of file it is; what is cited is its text.
      mediaType: "text/plain",
      title: filename || fileId,
      ...(filename !== "" && { filename }),
      providerMetadata: { auriko: { fileId, ...(containerId !== "" && { containerId }) } },
    }));
  }

  private source(key: string, make: (id: string) => SourcePart): SourcePart {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const source = make(`${this.prefix()}-source-${this.known.size}`);
    this.known.set(key, source);
    return source;
  }
}

const fileAnnotations: ReadonlySet<string> = new Set([
  "file_citation",
  "container_file_citation",
  "file_path",
]);
