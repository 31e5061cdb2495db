import type { Citation, SourcePart } from "../spec/parts";

/** What a list of annotations names. */
export interface NamedSources {
  /** Sources that have not been named before. */
  readonly added: SourcePart[];
  /** Where each is cited, known ones too. */
  readonly citations: Citation[];
}

/**
 * The sources that annotations name. Chat nests the fields of a citation, Responses does not, and providers differ, so
 * both are understood; annotations of other kinds name no source that could be shown.
 */
export class Sources {
  private readonly known = new Map<string, SourcePart>();

  constructor(private readonly prefix: () => string) {}

  read(annotations: unknown): NamedSources {
    const named: NamedSources = { added: [], citations: [] };
    if (!Array.isArray(annotations)) return named;
    for (const annotation of annotations) {
      const fields = fieldsOf(fieldsOf(annotation).url_citation ?? annotation);
      if (typeof fields.url !== "string") continue;
      let source = this.known.get(fields.url);
      if (source === undefined) {
        source = this.source(fields.url, fields.title);
        named.added.push(source);
      }
      const { start_index: startIndex, end_index: endIndex } = fields;
      named.citations.push({
        source,
        ...(typeof startIndex === "number" && { startIndex }),
        ...(typeof endIndex === "number" && { endIndex }),
      });
    }
    return named;
  }

  private source(url: string, title: unknown): SourcePart {
    const id = `${this.prefix()}-source-${this.known.size}`;
    const named = typeof title === "string" && title !== "";
    const source: SourcePart = { type: "source", sourceType: "url", id, url, ...(named && { title }) };
    this.known.set(url, source);
    return source;
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
