import fc from "fast-check";
import { expect, it } from "vitest";
import { startGateway } from "../../gateway";
import { valueForSchema } from "../../gateway/answers/schema-value";
import { type Body, chat, hello } from "./call-gateway";

type Schema = Record<string, unknown>;

/** Says whether a value obeys a schema, for the keywords that the generated schemas use. */
function obeys(value: unknown, schema: Schema): boolean {
  if (Array.isArray(schema.enum))
    return schema.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value));
  if (Array.isArray(schema.anyOf)) return schema.anyOf.some((branch) => obeys(value, branch as Schema));
  switch (schema.type) {
    case "object": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
      const object = value as Body;
      const properties = schema.properties as Record<string, Schema>;
      const required = schema.required as string[];
      return (
        required.every((name) => Object.hasOwn(object, name)) &&
        Object.entries(object).every(
          ([name, field]) => properties[name] !== undefined && obeys(field, properties[name]),
        )
      );
    }
    case "array": {
      if (!Array.isArray(value)) return false;
      const list: unknown[] = value;
      const { minItems = 0, maxItems = 99 } = schema as { minItems?: number; maxItems?: number };
      return (
        list.length >= minItems &&
        list.length <= maxItems &&
        list.every((item) => obeys(item, schema.items as Schema))
      );
    }
    case "integer":
    case "number": {
      const { minimum = -1e9, maximum = 1e9 } = schema as { minimum?: number; maximum?: number };
      const whole = schema.type === "number" || Number.isInteger(value);
      return typeof value === "number" && whole && value >= minimum && value <= maximum;
    }
    case "string": {
      const { minLength = 0, maxLength = 999 } = schema as { minLength?: number; maxLength?: number };
      return typeof value === "string" && value.length >= minLength && value.length <= maxLength;
    }
    default:
      return schema.type === "null" ? value === null : typeof value === schema.type;
  }
}

const range = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat({ max: 60 }));
const { schema: anySchema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Schema>({ type: "boolean" }, { type: "null" }, { enum: ["a", 2, null] }),
    range.map(([minimum, span]) => ({ type: "integer", minimum, maximum: minimum + span })),
    range.map(([minimum, span]) => ({ type: "number", minimum, maximum: minimum + span })),
    fc
      .tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 }))
      .map(([minLength, span]) => ({ type: "string", minLength, maxLength: minLength + span })),
    fc.record({
      type: fc.constant("array"),
      items: tie("schema"),
      minItems: fc.nat({ max: 3 }),
      maxItems: fc.integer({ min: 3, max: 5 }),
    }),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie("schema"), { maxKeys: 4 }).map((properties) => ({
      type: "object",
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    })),
  ),
}));

it("obeys whatever schema it is given", () => {
  fc.assert(
    fc.property(anySchema, fc.string(), (schema, seed) => {
      const value = valueForSchema(schema, seed);
      if (!obeys(value, schema))
        throw new Error(`${JSON.stringify(value)} does not obey ${JSON.stringify(schema)}`);
    }),
    { numRuns: 500 },
  );
});

it.each<[Schema, RegExp | ((value: unknown) => boolean)]>([
  [{ const: 42 }, (value) => value === 42],
  [{ type: ["string", "null"] }, (value) => typeof value === "string"],
  [{ type: "string", format: "email" }, /^[^@]+@[^@]+\.\w+$/],
  [{ type: "string", format: "date-time" }, /^\d{4}-\d\d-\d\dT/],
  [{ type: "string", format: "uuid" }, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
  [{ type: "string", pattern: "^[A-Z]{3}-\\d{4}$" }, /^[A-Z]{3}-\d{4}$/],
  [{ type: "string", pattern: "^(red|green)+x?$" }, /^(red|green)+x?$/],
  [{ type: "integer", multipleOf: 5, minimum: 3, maximum: 11 }, (value) => value === 5 || value === 10],
  [
    { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
    (value) => Number(value) > 0 && Number(value) < 0.5,
  ],
  [
    {
      allOf: [
        { type: "object", properties: { a: { const: 1 } }, required: ["a"] },
        { properties: { b: { const: 2 } }, required: ["b"] },
      ],
    },
    (value) => JSON.stringify(value) === '{"a":1,"b":2}' || JSON.stringify(value) === '{"b":2,"a":1}',
  ],
  [{ $ref: "#/$defs/deep", $defs: { deep: { const: "found" } } }, (value) => value === "found"],
  [
    { type: "array", items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 },
    (value) => new Set(value as number[]).size === 3,
  ],
])("obeys %j", (schema, expected) => {
  const value = valueForSchema(schema, "seed");
  expect(typeof expected === "function" ? expected(value) : expected.test(String(value))).toBe(true);
});

it("comes to an end with a schema that contains itself", () => {
  const node = {
    type: "object",
    properties: { name: { type: "string" }, next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] } },
    required: ["name", "next"],
  };
  const value = valueForSchema({ $ref: "#/$defs/node", $defs: { node } }, "seed");
  expect(JSON.stringify(value)).toMatch(/null\}+$/);
});

it("answers a request for structured output with JSON of that shape", async () => {
  await using gateway = await startGateway({ seed: 9 });
  const schema = {
    type: "object",
    properties: { city: { type: "string" }, celsius: { type: "integer", minimum: -90, maximum: 60 } },
    required: ["city", "celsius"],
  };
  const body = {
    ...hello,
    response_format: { type: "json_schema", json_schema: { name: "weather", schema, strict: true } },
  };
  const value = JSON.parse((await chat(gateway, body)).choices[0]?.message.content ?? "") as Body;
  expect(obeys(value, { ...schema, additionalProperties: false })).toBe(true);
});
