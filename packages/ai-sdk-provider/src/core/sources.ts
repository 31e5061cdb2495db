import type { SourcePart } from "../spec/parts";

/**
 * The sources that annotations name. Chat nests the fields of a citation, Responses does not, and providers differ, so
 * both are understood; annotations of other kinds name no source that could be shown.
 */
export class Sources {
  private readonly known = new Set<string>();

  constructor(private readonly prefix: () => string) {}

  /** The sources in a list of annotations that have not been named before. */
  *read(annotations: unknown): Generator<SourcePart> {
    if (!Array.isArray(annotations)) return;
    for (const annotation of annotations) {
      const fields = fieldsOf(fieldsOf(annotation).url_citation ?? annotation);
      const { url, title } = fields;
      if (typeof url !== "string" || this.known.has(url)) continue;
      const id = `${this.prefix()}-source-${this.known.size}`;
      this.known.add(url);
      yield {
        type: "source",
        sourceType: "url",
        id,
        url,
        ...(typeof title === "string" && title !== "" && { title }),
      };
    }
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
