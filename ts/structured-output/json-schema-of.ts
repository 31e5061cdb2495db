import type { JsonSchema } from "../chat/tools";
import { invalidParameter } from "../errors/client-side";
import { isStandardSchema, type StandardSchema } from "./standard-schema";

/**
 * The JSON Schema that describes what the model has to write: the input side of a validator, before its transforms.
 * @throws BadRequestError when the validator can't describe itself.
 */
export function jsonSchemaOf(schema: StandardSchema | JsonSchema): JsonSchema {
  if (!isStandardSchema(schema)) return plainSchema(schema);
  const { jsonSchema, vendor } = schema["~standard"];
  if (jsonSchema === undefined) throw notDescribable(vendor);
  const { $schema: _, ...described } = convert(jsonSchema.input, vendor);
  return described;
}

type Convert = (options: { readonly target: "draft-2020-12" | "draft-07" }) => Record<string, unknown>;

/** Libraries need to know only one of the drafts. */
function convert(input: Convert, vendor: string): Record<string, unknown> {
  try {
    return input({ target: "draft-2020-12" });
  } catch {
    try {
      return input({ target: "draft-07" });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw invalidParameter(
        "schema",
        `The ${vendor} schema can't be written as JSON Schema: ${why}. Use types that JSON has, or pass \`jsonSchema\`.`,
      );
    }
  }
}

function plainSchema(schema: unknown): JsonSchema {
  if (typeof schema === "object" && schema !== null && !Array.isArray(schema)) return schema as JsonSchema;
  throw invalidParameter("schema", "`schema` must be a JSON Schema object or a Standard Schema validator.");
}

function notDescribable(vendor: string): Error {
  if (vendor === "zod") {
    return invalidParameter(
      "schema",
      "This zod schema does not describe itself as JSON Schema, as those of zod/mini and of zod before 4.2 don't. Pass `jsonSchema: z.toJSONSchema(schema)` next to it, with `responseFormat(schema, { jsonSchema })` or `textFormat(…)`, or use a schema of `zod` itself.",
    );
  }
  return invalidParameter(
    "schema",
    `This ${vendor} schema does not describe itself as JSON Schema. Use zod 4.2 or arktype 2.1.28 or later, wrap a valibot schema with toStandardJsonSchema() of @valibot/to-json-schema, or pass \`jsonSchema\` next to it.`,
  );
}

/** A copy in which objects admit no further properties, as strict mode demands; `additionalProperties` that is set stays. */
export function closed(schema: JsonSchema): JsonSchema {
  return close(schema) as JsonSchema;
}

/** Keywords whose value is a map of names to schemas, rather than a schema or a list of them. */
const maps: ReadonlySet<string> = new Set(["properties", "$defs", "definitions", "patternProperties"]);
const schemas: ReadonlySet<string> = new Set(["items", "prefixItems", "anyOf", "oneOf", "allOf", "not"]);

function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (schemas.has(key)) copy[key] = close(value);
    else if (maps.has(key) && typeof value === "object" && value !== null) {
      copy[key] = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, close(item)]));
    } else copy[key] = value;
  }
  if (copy.properties !== undefined && copy.additionalProperties === undefined)
    copy.additionalProperties = false;
  return copy;
}
