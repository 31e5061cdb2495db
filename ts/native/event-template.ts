/** A step on the way to a value: a key of an object or an index of an array. */
type Step = string | number;

/** Makes an event anew with other values: the one that varies, or an array of a mark and all that vary. */
export type Maker = (values: unknown) => unknown;

/** A place that varies: the rest of the way to it, and where its value stands. */
interface Place {
  readonly path: readonly Step[];
  readonly position: number;
}

type Container = Record<Step, unknown>;

/**
 * The maker of events that equal `event` but for the values at `paths`.
 *
 * Spreading and slicing are what engines copy fastest; only what lies on the way to a varying place, and containers
 * beside it, is looked at one by one. Nothing is shared between two events, so a caller may change what it gets.
 */
export function template(event: unknown, paths: readonly (readonly Step[])[]): Maker {
  // A lone string crosses bare, anything else behind the mark of its array.
  const bare = paths.length === 1 && typeof valueAt(event, paths[0] ?? []) === "string";
  return maker(
    event,
    paths.map((path, index) => ({ path, position: index + 1 })),
    bare,
    0,
  );
}

function maker(value: unknown, places: readonly Place[], bare: boolean, depth: number): Maker {
  const [first] = places;
  if (first !== undefined && first.path.length === 0) {
    const { position } = first;
    return bare ? (values) => values : (values) => (values as unknown[])[position];
  }
  const inner = new Map<Step, Maker>();
  for (const [step, below] of byFirstStep(places)) {
    inner.set(step, maker((value as Container)[step], below, bare, depth + 1));
  }
  return rebuild(value as Container, [...inner], containersBeside(value as Container, inner), depth);
}

function rebuild(
  original: Container,
  inner: readonly (readonly [Step, Maker])[],
  beside: readonly (readonly [string, unknown])[],
  depth: number,
): Maker {
  const [only] = inner;
  if (only !== undefined && inner.length === 1 && beside.length === 0) {
    const [step, make] = only;
    if (Array.isArray(original) && original.length === 1) return (values) => [make(values)];
    if (!Array.isArray(original)) return (replacers[depth] ?? replaceDeep)(original, step, make);
  }
  return (values) => {
    const copy = (Array.isArray(original) ? original.slice() : { ...original }) as Container;
    for (const [step, make] of inner) copy[step] = make(values);
    for (const [step, container] of beside) copy[step] = copyOf(container);
    return copy;
  };
}

type Replace = (original: Container, step: Step, make: Maker) => Maker;

/** An object that equals `original` but for one field. */
const replaceDeep: Replace = (original, step, make) => (values) => {
  const copy = { ...original };
  copy[step] = make(values);
  return copy;
};

/**
 * The same by depth, each written out: an engine learns what objects a copy meets by the place in the source that makes
 * it. The objects of one depth are of a handful of kinds; at a place that met those of every depth, a copy would take
 * several times as long. In a chat stream these are the chunk, the choice and the delta.
 */
const replacers: Readonly<Record<number, Replace>> = {
  0: (original, step, make) => (values) => {
    const copy = { ...original };
    copy[step] = make(values);
    return copy;
  },
  2: (original, step, make) => (values) => {
    const copy = { ...original };
    copy[step] = make(values);
    return copy;
  },
  3: (original, step, make) => (values) => {
    const copy = { ...original };
    copy[step] = make(values);
    return copy;
  },
};

function byFirstStep(places: readonly Place[]): Map<Step, Place[]> {
  const groups = new Map<Step, Place[]>();
  for (const { path, position } of places) {
    const [step, ...rest] = path as [Step, ...Step[]];
    const place = { path: rest, position };
    const group = groups.get(step);
    if (group === undefined) groups.set(step, [place]);
    else group.push(place);
  }
  return groups;
}

function containersBeside(value: Container, inner: ReadonlyMap<Step, unknown>): [string, unknown][] {
  const steps = new Set([...inner.keys()].map(String));
  return Object.entries(value).filter(
    ([key, item]) => !steps.has(key) && typeof item === "object" && item !== null,
  );
}

function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce((inner, step) => (inner as Container)[step], value);
}

/** As deep as the core's JSON reader goes. */
const MAX_DEPTH = 128;

/** The values come from JSON: no cycles, no classes; but a server may nest them until the stack ends. */
function copyOf(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) throw new RangeError(`an event is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return value.map((item) => copyOf(item, depth + 1));
  const copy: Record<string, unknown> = { ...value };
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "object" && item !== null) copy[key] = copyOf(item, depth + 1);
  }
  return copy;
}
