import { isObject } from "../call/field-checks";
import { createRandom, type Random } from "../random";

type Schema = Readonly<Record<string, unknown>>;

interface Context {
  readonly root: Schema;
  readonly random: Random;
  readonly depth: number;
  readonly name: string;
}

/** Deeper than this, optional parts are left out, so that recursive schemas come to an end. */
const MAX_DEPTH = 6;

const WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor"];

/**
 * A value that obeys a JSON Schema, the same for the same `seed`. It understands types, properties, required, items,
 * enum, const, anyOf, oneOf, allOf, $ref into `$defs` or `definitions`, bounds of numbers, strings and arrays, common
 * formats, and simple patterns.
 */
export function valueForSchema(schema: unknown, seed: string): unknown {
  const root = isObject(schema) ? schema : {};
  return make(root, { root, random: createRandom(seed), depth: 0, name: "value" });
}

function make(written: unknown, context: Context): unknown {
  const schema = flatten(written, context);
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return pick(schema.enum, context.random);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return make(chooseBranch(choices, schema, context), context);
  if ("default" in schema) return schema.default;
  switch (typeOf(schema)) {
    case "object":
      return makeObject(schema, context);
    case "array":
      return makeArray(schema, context);
    case "integer":
      return makeNumber(schema, context, 1);
    case "number":
      return makeNumber(schema, context, undefined);
    case "boolean":
      return context.random() < 0.5;
    case "null":
      return null;
    default:
      return makeString(schema, context);
  }
}

/** Follows `$ref` and joins `allOf`. */
function flatten(written: unknown, context: Context): Schema {
  if (!isObject(written)) return {};
  let schema: Schema = written;
  for (let hops = 0; hops < 16 && typeof schema.$ref === "string"; hops += 1) {
    const { $ref: reference, ...beside } = schema;
    const target = lookUp(context.root, String(reference));
    schema = isObject(target) ? { ...target, ...beside } : beside;
  }
  if (!Array.isArray(schema.allOf) || context.depth > MAX_DEPTH * 2) return schema;
  const { allOf, ...own } = schema;
  return (allOf as unknown[]).reduce<Schema>(
    (joined, part) => join(joined, flatten(part, { ...context, depth: context.depth + 1 })),
    own,
  );
}

function lookUp(root: Schema, reference: string): unknown {
  if (!reference.startsWith("#")) return {};
  return reference
    .slice(1)
    .split("/")
    .filter((step) => step !== "")
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), root);
}

function join(left: Schema, right: Schema): Schema {
  const required = [...asArray(left.required), ...asArray(right.required)];
  const properties = { ...asObject(left.properties), ...asObject(right.properties) };
  return {
    ...left,
    ...right,
    ...(required.length > 0 && { required }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** Near the depth limit the last branch that needs no nesting is taken, which is how recursive schemas end. */
function chooseBranch(choices: readonly unknown[], schema: Schema, context: Context): unknown {
  const { anyOf: _anyOf, oneOf: _oneOf, ...beside } = schema;
  const flat = choices.map((choice) => flatten(choice, context));
  const simple = flat.filter((choice) => !["object", "array"].includes(typeOf(choice)));
  const pool =
    context.depth >= MAX_DEPTH && simple.length > 0 ? simple : flat.filter((c) => typeOf(c) !== "null");
  return join(beside, pick(pool.length > 0 ? pool : flat, context.random) ?? {});
}

function typeOf(schema: Schema): string {
  const { type } = schema;
  if (typeof type === "string") return type;
  if (Array.isArray(type)) return String(type.find((name) => name !== "null") ?? "null");
  if (schema.properties !== undefined || schema.required !== undefined) return "object";
  if (schema.items !== undefined || schema.prefixItems !== undefined) return "array";
  if (schema.minimum !== undefined || schema.maximum !== undefined) return "number";
  return "string";
}

function makeObject(schema: Schema, context: Context): Record<string, unknown> {
  const properties = asObject(schema.properties);
  const required = new Set(asArray(schema.required).map(String));
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (!required.has(name) && context.depth >= MAX_DEPTH) continue;
    made[name] = make(property, { ...context, depth: context.depth + 1, name });
  }
  for (const name of required) {
    if (Object.hasOwn(made, name)) continue;
    const open = schema.additionalProperties;
    made[name] = make(isObject(open) ? open : {}, { ...context, depth: context.depth + 1, name });
  }
  for (let index = 0; Object.keys(made).length < bound(schema.minProperties, 0); index += 1) {
    made[`${pick(WORDS, context.random)}_${index}`] = make(schema.additionalProperties, {
      ...context,
      depth: context.depth + 1,
    });
  }
  return made;
}

function makeArray(schema: Schema, context: Context): unknown[] {
  const inner = { ...context, depth: context.depth + 1 };
  const fixed = asArray(schema.prefixItems).map((item) => make(item, inner));
  const least = bound(schema.minItems, 0);
  const most = bound(schema.maxItems, Number.POSITIVE_INFINITY);
  const wanted = context.depth >= MAX_DEPTH ? least : Math.max(least, Math.min(most, 2));
  const made = [...fixed];
  const seen = new Set(made.map((item) => JSON.stringify(item)));
  for (let tries = 0; made.length < wanted && tries < wanted * 20; tries += 1) {
    const item = make(schema.items, inner);
    const key = JSON.stringify(item);
    if (schema.uniqueItems === true && seen.has(key)) continue;
    seen.add(key);
    made.push(item);
  }
  return made;
}

function makeNumber(schema: Schema, context: Context, grid: number | undefined): number {
  const step = bound(schema.multipleOf, grid ?? 0);
  const nudge = step > 0 ? step : 0.01;
  const above = schema.exclusiveMinimum;
  const below = schema.exclusiveMaximum;
  const least = typeof above === "number" ? above + nudge : bound(schema.minimum, Number.NaN);
  const most = typeof below === "number" ? below - nudge : bound(schema.maximum, Number.NaN);
  const low = Number.isNaN(least) ? (Number.isNaN(most) ? 1 : Math.min(1, most - 10)) : least;
  const high = Number.isNaN(most) ? Math.max(low, low + 99) : most;
  const value = low + context.random() * Math.max(0, high - low);
  if (step === 0) return Math.min(high, Math.max(low, Math.round(value * 100) / 100));
  const snapped = Math.round(value / step) * step;
  const tidy = (number: number): number => Number(number.toPrecision(12));
  if (snapped < low) return tidy(Math.ceil(low / step) * step);
  return tidy(snapped > high ? Math.floor(high / step) * step : snapped);
}

const FORMATS: Readonly<Record<string, (random: Random) => string>> = {
  "date-time": () => "2026-01-01T12:00:00Z",
  date: () => "2026-01-01",
  time: () => "12:00:00Z",
  duration: () => "PT1H",
  email: (random) => `${pick(WORDS, random)}@example.com`,
  uri: (random) => `https://example.com/${pick(WORDS, random)}`,
  url: (random) => `https://example.com/${pick(WORDS, random)}`,
  hostname: () => "example.com",
  ipv4: () => "192.0.2.1",
  ipv6: () => "2001:db8::1",
  uuid: (random) => {
    const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  },
};

function makeString(schema: Schema, context: Context): string {
  const format = FORMATS[String(schema.format)];
  if (format !== undefined) return format(context.random);
  if (typeof schema.pattern === "string") return fromPattern(schema.pattern, context.random);
  const least = bound(schema.minLength, 0);
  const most = bound(schema.maxLength, Number.POSITIVE_INFINITY);
  let text = `${context.name} ${pick(WORDS, context.random)}`;
  while (text.length < least) text += ` ${pick(WORDS, context.random)}`;
  return text.slice(0, most);
}

/** Covers sequences of literals, escapes, classes and groups of alternatives with counts, which is what schemas use. */
function fromPattern(pattern: string, random: Random): string {
  const piece = /\\([dwsDWS.\\/-])|\[([^\]]+)\]|\(\?:([^()]*)\)|\(([^()]*)\)|([^\\[\](){}?*+^$|])/g;
  const counted = new RegExp(`(?:${piece.source})(?:\\{(\\d+)(?:,(\\d*))?\\}|([?*+]))?`, "g");
  let text = "";
  for (const match of pattern.replace(/^\^|\$$/g, "").matchAll(counted)) {
    const [, escaped, characters, quiet, group, literal, least, , sign] = match;
    const times = least !== undefined ? Number(least) : sign === "?" || sign === "*" ? 0 : 1;
    for (let index = 0; index < times; index += 1) {
      const alternatives = quiet ?? group;
      if (escaped !== undefined) text += fromEscape(escaped, random);
      else if (characters !== undefined) text += fromClass(characters, random);
      else if (alternatives !== undefined)
        text += fromPattern(pick(alternatives.split("|"), random) ?? "", random);
      else text += literal ?? "";
    }
  }
  return text;
}

function fromEscape(escaped: string, random: Random): string {
  if (escaped === "d") return String(Math.floor(random() * 10));
  if (escaped === "w") return String.fromCharCode(97 + Math.floor(random() * 26));
  if (escaped === "s") return " ";
  return /[DWS]/.test(escaped) ? "-" : escaped;
}

function fromClass(characters: string, random: Random): string {
  const range = /([a-zA-Z0-9])-([a-zA-Z0-9])/.exec(characters);
  if (characters.startsWith("^")) return "_";
  if (range === null) return fromEscape(pick([...characters.replaceAll("\\", "")], random) ?? "", random);
  const low = (range[1] ?? "a").charCodeAt(0);
  const high = (range[2] ?? "z").charCodeAt(0);
  return String.fromCharCode(low + Math.floor(random() * (high - low + 1)));
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

function bound(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
