/** A step on the way to a value: a key of an object or an index of an array. */
type Path = readonly (string | number)[];

/** Makes a value anew, with a text put into its one varying place. */
type Maker = (text: string) => unknown;

type Container = Record<string, unknown> | unknown[];

/**
 * Turns what crosses for the events of a stream back into events: an event that repeats the one before but for one
 * string crosses as that string alone. The core's `template` module says what the shapes mean.
 */
export class EventDecoder {
  #make: Maker | undefined;

  /** Replaces what crossed by events, in place. */
  decode(crossed: unknown[]): unknown[] {
    let kept = 0;
    for (let at = 0; at < crossed.length; at++) {
      const item = crossed[at];
      if (typeof item === "string") {
        crossed[kept++] = (this.#make as Maker)(item);
      } else if (!Array.isArray(item)) {
        crossed[kept++] = item;
      } else if (item[0] === 0) {
        crossed[kept++] = item[1];
      } else {
        this.#make = maker(item[2], item[1] as Path, 0);
      }
    }
    crossed.length = kept;
    return crossed;
  }
}

/** The event in the text of something that crossed, for an error that shows it. */
export function eventText(crossed: string): string {
  return crossed.startsWith("[") ? crossed.replace(/^\[(?:0|1,\[[^\]]*\]),/, "").slice(0, -1) : crossed;
}

/**
 * Spreading and slicing are what engines copy fastest; only what lies on the way to the varying place, and containers
 * beside it, is looked at one by one. Nothing is shared between two events, so a caller may change what it gets.
 */
function maker(template: unknown, path: Path, depth: number): Maker {
  const step = path[depth];
  if (step === undefined) return (text) => text;
  const inner = maker((template as Record<string | number, unknown>)[step], path, depth + 1);
  const beside = containersBeside(template as Container, String(step));
  if (Array.isArray(template)) {
    if (template.length === 1) return (text) => [inner(text)];
    return (text) => fill(template.slice() as unknown as Record<string, unknown>, step, inner(text), beside);
  }
  if (beside.length > 0) {
    return (text) => fill({ ...(template as Record<string, unknown>) }, step, inner(text), beside);
  }
  return (text) => {
    const copy: Record<string | number, unknown> = { ...(template as Record<string, unknown>) };
    copy[step] = inner(text);
    return copy;
  };
}

function fill(
  copy: Record<string | number, unknown>,
  step: string | number,
  value: unknown,
  beside: readonly [string, Container][],
): unknown {
  copy[step] = value;
  for (const [key, container] of beside) copy[key] = structuredCopy(container);
  return copy;
}

function containersBeside(template: Container, step: string): [string, Container][] {
  return Object.entries(template).filter(
    (entry): entry is [string, Container] =>
      entry[0] !== step && typeof entry[1] === "object" && entry[1] !== null,
  );
}

/** The values come from JSON: no cycles, no classes. */
function structuredCopy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(structuredCopy);
  const copy: Record<string, unknown> = { ...value };
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "object" && item !== null) copy[key] = structuredCopy(item);
  }
  return copy;
}
