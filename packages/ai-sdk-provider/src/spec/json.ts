/** A value that JSON can hold. */
export type JSONValue = null | string | number | boolean | JSONObject | JSONValue[];

/** An object that JSON can hold. */
export type JSONObject = { [key: string]: JSONValue };

/** Metadata of a result or of a part of one, by provider. */
export type ProviderMetadata = Record<string, JSONObject>;

/** Options for a provider, on a call, a message or a part, by provider. */
export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
