import { maskKnownShapes } from "./known-shapes";
import { MASK } from "./redactor";
import { isSecretName } from "./secret-names";

/** What is nested deeper is no longer read by anybody. */
const MAX_DEPTH = 32;

/**
 * A copy of any data for logs: fields whose names say that they hold a credential are masked at any depth, and so is
 * whatever looks like one in a text. Errors become plain objects with their causes; circles and what JSON has no word for
 * become words.
 */
export function redactFields(value: unknown): unknown {
  return copyOf(value, 0, new Set());
}

function copyOf(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === "string") return maskKnownShapes(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (above.has(value)) return "[circular]";
  if (depth >= MAX_DEPTH) return "…";
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  above.add(value);
  const copy = copyOfObject(value, depth + 1, above);
  above.delete(value);
  return copy;
}

function copyOfObject(value: object, depth: number, above: Set<object>): unknown {
  if (Array.isArray(value)) return value.map((item) => copyOf(item, depth, above));
  const own = ownJson(value);
  if (own !== undefined) return copyOf(own, depth, above);
  const entries =
    value instanceof Map
      ? Array.from(value, ([name, item]) => [String(name), item] as const)
      : fieldsOf(value);
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const { shown, secret } = knownName(name);
      return [shown, secret && item !== null && item !== undefined ? MASK : copyOf(item, depth, above)];
    }),
  );
}

interface FieldName {
  readonly shown: string;
  readonly secret: boolean;
}

/** As many names are remembered: those of log lines and of wire data come again and again. */
const REMEMBERED = 500;
const names = new Map<string, FieldName>();

function knownName(name: string): FieldName {
  let known = names.get(name);
  if (known === undefined) {
    known = { shown: maskKnownShapes(name), secret: isSecretName(name) };
    if (names.size === REMEMBERED) names.clear();
    names.set(name, known);
  }
  return known;
}

/** What an object would be in JSON by its own word. A getter or `toJSON` that throws is no reason to lose a log line. */
function ownJson(value: object): unknown {
  try {
    const { toJSON } = value as { toJSON?: unknown };
    return typeof toJSON === "function" ? (toJSON as () => unknown).call(value) : undefined;
  } catch {
    return "[unreadable]";
  }
}

function fieldsOf(value: object): (readonly [string, unknown])[] {
  const fields = Object.keys(value).map((name) => [name, fieldOf(value, name)] as const);
  if (!(value instanceof Error)) return fields;
  const { name, message, cause } = value;
  const said: (readonly [string, unknown])[] = [
    ["name", name],
    ["message", message],
  ];
  return [...said, ...fields, ...(cause === undefined ? [] : [["cause", cause] as const])];
}

function fieldOf(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return "[unreadable]";
  }
}
