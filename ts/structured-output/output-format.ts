import type { ResponseFormatJsonSchema } from "../chat/response-format";
import type { JsonSchema } from "../chat/tools";
import { invalidParameter } from "../errors/client-side";
import type { ResponseTextFormat } from "../responses/params";
import { boolean, wrong } from "../validation/checks";
import { closed, jsonSchemaOf } from "./json-schema-of";
import type { Reading, Repair } from "./parse-text";
import { isStandardSchema, type StandardSchema } from "./standard-schema";

/**
 * Where a format keeps its validator. A symbol is not written to JSON, so the format is exactly what goes over the
 * wire; being enumerable it survives `{ ...format }`.
 */
export const validator: unique symbol = Symbol.for("@auriko/sdk/structured-output/validator") as never;

/** Where a format keeps the validator of its elements. */
export const elementValidator: unique symbol = Symbol.for(
  "@auriko/sdk/structured-output/element-validator",
) as never;
/** Where a format keeps what is to be done with answers and models that don't keep to it. */
export const leniency: unique symbol = Symbol.for("@auriko/sdk/structured-output/leniency") as never;

/** What is done with answers and models that don't keep to a format. */
export interface Leniency {
  /** Mends an answer that is not the asked-for data: a better text, or `undefined`. Default: nothing is mended. */
  repair?: Repair | undefined;
  /**
   * Whether a model or provider without structured output is asked again, for `json_object` with the schema in the
   * prompt. Default: no, its error (`structured_output_not_supported`) is passed on.
   */
  fallback?: boolean | undefined;
}

/** A format whose answers have the type `T`. */
export interface Typed<T> {
  readonly [validator]: StandardSchema<unknown, T> | undefined;
  readonly [elementValidator]?: StandardSchema | undefined;
  readonly [leniency]?: Leniency | undefined;
}

/** A `response_format` for chat whose answers have the type `T`. */
export interface TypedResponseFormat<T> extends ResponseFormatJsonSchema, Typed<T> {}

/** A `text.format` for Responses whose answers have the type `T`. */
export interface TypedTextFormat<T> extends Typed<T> {
  type: "json_schema";
  name: string;
  schema: JsonSchema;
  strict?: boolean;
}

/** How a schema is presented to the model, and what is done with answers that don't keep to it. */
export interface OutputFormatOptions extends Leniency {
  /** Name of the data. Default: the schema's title, or "output". */
  name?: string | undefined;
  /** Tells the model what the data is for. Chat only. */
  description?: string | undefined;
  /**
   * Whether the answer must follow the schema exactly, at providers that can enforce it. Objects are then closed
   * (`additionalProperties: false`), and such providers want every property to be required. Default: not sent.
   */
  strict?: boolean | undefined;
  /** Describes the data to the model, for a validator that can't do so itself. */
  jsonSchema?: JsonSchema | undefined;
  /**
   * Checks single elements, for `elements` of a stream. Default: the validator of the whole, as far as it says something
   * about the element; its transforms reach the element only if the rest of the data is complete.
   */
  element?: StandardSchema | undefined;
}

/**
 * A `response_format` that asks for data of a schema: a Standard Schema validator (zod, valibot, arktype), whose output
 * type the answer has, or a JSON Schema object, which the answer is not checked against.
 * @throws BadRequestError when the validator can't describe itself as JSON Schema.
 */
export function responseFormat<T>(
  schema: StandardSchema<unknown, T>,
  options?: OutputFormatOptions,
): TypedResponseFormat<T>;
export function responseFormat<T = unknown>(
  schema: JsonSchema,
  options?: OutputFormatOptions,
): TypedResponseFormat<T>;
export function responseFormat(
  schema: StandardSchema | JsonSchema,
  options: OutputFormatOptions = {},
): TypedResponseFormat<unknown> {
  const { description } = options;
  const { name, schema: jsonSchema, strict } = describe(schema, options);
  return {
    type: "json_schema",
    json_schema: {
      name,
      schema: jsonSchema,
      ...(description === undefined ? {} : { description }),
      ...(strict === undefined ? {} : { strict }),
    },
    ...readingOptions(schema, options),
  };
}

/** The same as `responseFormat`, as a `text.format` for Responses. */
export function textFormat<T>(
  schema: StandardSchema<unknown, T>,
  options?: OutputFormatOptions,
): TypedTextFormat<T>;
export function textFormat<T = unknown>(
  schema: JsonSchema,
  options?: OutputFormatOptions,
): TypedTextFormat<T>;
export function textFormat(
  schema: StandardSchema | JsonSchema,
  options: OutputFormatOptions = {},
): TypedTextFormat<unknown> {
  return {
    type: "json_schema",
    ...describe(schema, options),
    ...readingOptions(schema, options),
  };
}

function readingOptions(schema: StandardSchema | JsonSchema, options: OutputFormatOptions) {
  const { repair, fallback, element } = options;
  if (repair !== undefined && typeof repair !== "function") throw wrong("repair", "a function", repair);
  if (fallback !== undefined) boolean(fallback, "fallback");
  if (element !== undefined && !isStandardSchema(element)) throw wrong("element", "a validator", element);
  return {
    [validator]: isStandardSchema(schema) ? schema : undefined,
    ...(element === undefined ? {} : { [elementValidator]: element }),
    ...(repair === undefined && fallback === undefined ? {} : { [leniency]: { repair, fallback } }),
  };
}

/** How the answers to a format are read; a format that is not typed asks for nothing but JSON. */
export function readingOf<T>(format: Typed<T> | object): Reading<T> {
  const typed = format as Partial<Typed<T>>;
  return { schema: typed[validator], repair: typed[leniency]?.repair };
}

function describe(schema: StandardSchema | JsonSchema, options: OutputFormatOptions) {
  const { strict } = options;
  const described = options.jsonSchema ?? jsonSchemaOf(schema);
  return {
    name: options.name ?? titleOf(described),
    schema: strict === true ? closed(described) : described,
    ...(strict === undefined ? {} : { strict }),
  };
}

/** Names of formats are identifiers at most providers; a title is prose. */
function titleOf({ title }: JsonSchema): string {
  const name = typeof title === "string" ? title.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, 64) : "";
  return name === "" ? "output" : name;
}

/**
 * What `parse` was given as a format the wire understands.
 * @throws BadRequestError for what is neither a validator nor a format with a schema.
 */
export function toResponseFormat<T>(given: unknown): TypedResponseFormat<T> | ResponseFormatJsonSchema {
  if (isStandardSchema(given)) return responseFormat(given as StandardSchema<unknown, T>);
  if (isFormat(given)) return given as unknown as ResponseFormatJsonSchema;
  throw noFormat("response_format", "responseFormat");
}

/** Parameters of `create` with a validator in `response_format` turned into what the wire understands. */
export function withResponseFormat<P extends { readonly response_format?: unknown }>(params: P): P {
  const format = params?.response_format;
  return isStandardSchema(format) ? { ...params, response_format: responseFormat(format) } : params;
}

/** The same as `withResponseFormat`, for `text.format` of Responses. */
export function withTextFormat<
  P extends { readonly text?: { readonly format?: unknown } | null | undefined },
>(params: P): P {
  const format = params?.text?.format;
  return isStandardSchema(format)
    ? { ...params, text: { ...params.text, format: textFormat(format) } }
    : params;
}

/** The same as `toResponseFormat`, for `text.format` of Responses. */
export function toTextFormat<T>(given: unknown): TypedTextFormat<T> | ResponseTextFormat {
  if (isStandardSchema(given)) return textFormat(given as StandardSchema<unknown, T>);
  if (isFormat(given)) return given as unknown as ResponseTextFormat;
  throw noFormat("text.format", "textFormat");
}

function isFormat(given: unknown): given is { type: "json_schema" } {
  return typeof given === "object" && given !== null && (given as { type?: unknown }).type === "json_schema";
}

function noFormat(param: string, maker: string): Error {
  return invalidParameter(
    param,
    `\`${param}\` must be a validator (zod, valibot, arktype, …), the result of ${maker}(), or a format of type "json_schema".`,
  );
}
