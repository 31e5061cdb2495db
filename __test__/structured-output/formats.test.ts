import { describe, expect, test } from "vitest";
import { BadRequestError } from "../../ts/errors";
import { buildChatBody, stringifyBody } from "../../ts/request-body";
import { responseFormat, type StandardSchema, textFormat } from "../../ts/structured-output";

const jsonSchema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] } as const;

interface Converter {
  input: (options: { target: string }) => Record<string, unknown>;
  output: (options: { target: string }) => Record<string, unknown>;
}

function validator(converter: Converter | undefined): StandardSchema<unknown, { city: string }> {
  return {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => ({ value: value as { city: string } }),
      ...(converter && { jsonSchema: converter }),
    },
  };
}

const refused = () => {
  throw new Error("a date has no JSON form");
};

describe("formats", () => {
  test("a JSON Schema is sent as it is, nested for chat and flat for Responses", () => {
    expect(responseFormat(jsonSchema, { name: "place", description: "where", strict: false })).toMatchObject({
      type: "json_schema",
      json_schema: { name: "place", description: "where", strict: false, schema: jsonSchema },
    });
    expect(JSON.parse(JSON.stringify(textFormat(jsonSchema, { name: "place" })))).toEqual({
      type: "json_schema",
      name: "place",
      schema: jsonSchema,
    });
  });

  test("a validator describes what the model has to write, before transforms", () => {
    const input = { $schema: "https://json-schema.org/draft/2020-12/schema", ...jsonSchema };
    const format = responseFormat(validator({ input: () => input, output: refused }));
    expect(format.json_schema.schema).toEqual(jsonSchema);
  });

  test("a library that knows only draft-07 is asked for that", () => {
    const input = ({ target }: { target: string }) => (target === "draft-07" ? jsonSchema : refused());
    expect(responseFormat(validator({ input, output: input })).json_schema.schema).toEqual(jsonSchema);
  });

  test("a validator that is a function is one, too", () => {
    const schema = Object.assign(() => {}, validator({ input: () => jsonSchema, output: () => jsonSchema }));
    expect(textFormat(schema).schema).toEqual(jsonSchema);
  });

  test.each([
    ["a schema without JSON Schema", () => responseFormat(validator(undefined)), "jsonSchema"],
    [
      "a schema that JSON can't express",
      () => responseFormat(validator({ input: refused, output: refused })),
      "a date has no JSON form",
    ],
    ["text", () => responseFormat("{}" as never), "JSON Schema object"],
    ["an array", () => textFormat([] as never), "JSON Schema object"],
  ])("%s is refused with the way out", (_, run, hint) => {
    expect(run).toThrow(BadRequestError);
    expect(run).toThrow(expect.objectContaining({ param: "schema" }));
    expect(run).toThrow(hint);
  });

  test("a validator that can't describe itself is fine with a schema next to it", () => {
    expect(responseFormat(validator(undefined), { jsonSchema }).json_schema.schema).toBe(jsonSchema);
  });

  test.each([
    [{}, "output"],
    [{ title: "A place, here" }, "A_place_here"],
    [{ title: "" }, "output"],
    [{ title: 3 }, "output"],
  ])("the name of %j is %s", (schema, name) => {
    expect(responseFormat(schema).json_schema.name).toBe(name);
    expect(responseFormat(schema, { name: "mine" }).json_schema.name).toBe("mine");
  });

  test("strict closes objects at every depth and leaves the given schema alone", () => {
    const open = {
      type: "object",
      properties: {
        additionalProperties: { type: "object", properties: {} },
        list: {
          type: "array",
          items: { anyOf: [{ type: "object", properties: { a: {} } }, { type: "null" }] },
        },
        free: { type: "object", properties: {}, additionalProperties: true },
        kind: { enum: [{ properties: {} }] },
      },
      $defs: { node: { type: "object", properties: {} } },
    };
    const before = JSON.stringify(open);
    expect(responseFormat(open, { strict: true }).json_schema.schema).toEqual({
      type: "object",
      additionalProperties: false,
      properties: {
        additionalProperties: { type: "object", properties: {}, additionalProperties: false },
        list: {
          type: "array",
          items: {
            anyOf: [{ type: "object", properties: { a: {} }, additionalProperties: false }, { type: "null" }],
          },
        },
        free: { type: "object", properties: {}, additionalProperties: true },
        kind: { enum: [{ properties: {} }] },
      },
      $defs: { node: { type: "object", properties: {}, additionalProperties: false } },
    });
    expect(JSON.stringify(open)).toBe(before);
  });

  test("the validator does not go over the wire", () => {
    const format = responseFormat(validator({ input: () => jsonSchema, output: () => jsonSchema }), {
      name: "x",
    });
    const body = buildChatBody({ model: "m", messages: [], response_format: format });
    expect(JSON.parse(stringifyBody(body)).response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "x", schema: jsonSchema },
    });
  });
});
