/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

/** HTML; what is put in is escaped, unless it is markup itself. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < values.length ? written(values[index]) : "")).join(""),
  );
}

function written(value: string | number | Markup | readonly Markup[] | undefined): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((item: Markup) => item.text).join("");
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
