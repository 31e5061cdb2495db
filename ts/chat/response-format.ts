import type { JsonSchema } from "./tools";

/** Plain text; the default. */
export interface ResponseFormatText {
  type: "text";
}

/** Any JSON object. Some providers want the word JSON in the prompt. */
export interface ResponseFormatJsonObject {
  type: "json_object";
}

/** JSON that follows a schema. */
export interface ResponseFormatJsonSchema {
  type: "json_schema";
  json_schema: {
    name: string;
    schema: JsonSchema;
    description?: string | undefined;
    strict?: boolean | null | undefined;
  };
}

/** The form of the answer. */
export type ResponseFormat = ResponseFormatText | ResponseFormatJsonObject | ResponseFormatJsonSchema;
