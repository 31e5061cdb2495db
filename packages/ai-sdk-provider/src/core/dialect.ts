import type { ToolOption } from "../spec/call-options";
import type { ProviderMetadata } from "../spec/json";

/** Something in the call that can't be done, or is done in another way. */
export type CallWarning =
  | {
      readonly type: "unsupported";
      readonly feature: string;
      readonly details?: string;
      readonly tool?: ToolOption;
    }
  | { readonly type: "compatibility"; readonly feature: string; readonly details?: string }
  | { readonly type: "other"; readonly message: string };

/** Tokens of an answer; `undefined` where the server did not say. */
export interface TokenCounts {
  readonly input: number | undefined;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly output: number | undefined;
  readonly reasoning: number | undefined;
  readonly total: number | undefined;
  /** `usage` as it stood on the wire. */
  readonly raw: object | undefined;
}

/** Why an answer ended: in the words of the AI SDK, and in the server's. */
export interface FinishedBecause {
  readonly unified: "stop" | "length" | "content-filter" | "tool-calls" | "error" | "other";
  readonly raw: string | undefined;
}

/** A file that the model made. */
export interface GeneratedFile {
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
  readonly providerMetadata?: ProviderMetadata;
}

/** An output item for which the AI SDK has no part of its own. */
export interface OtherItem {
  readonly kind: `${string}.${string}`;
  readonly providerMetadata: ProviderMetadata;
}

/**
 * What a version of the specification says in words of its own. Everything else is the same in all three, so that the
 * core writes it once, and nothing has to be translated chunk by chunk.
 */
export interface Dialect<Version extends string, Warning, Usage, Finish, File> {
  readonly version: Version;
  warning(warning: CallWarning): Warning;
  usage(counts: TokenCounts): Usage;
  finishReason(reason: FinishedBecause): Finish;
  file(file: GeneratedFile): File;
  /** Where a version has a part for what has none; elsewhere such items are passed over. */
  readonly custom?: (item: OtherItem) => File;
}
