import { type AurikoAPIError, errorFromFailure, invalidParameter } from "../errors";
import type { NativeBatchFailure } from "./batch-summary";

/** The error that the failure of a batch becomes. */
export function batchError({ kind, param, message }: NativeBatchFailure): AurikoAPIError {
  if (kind === "option") return invalidParameter(param ?? "options", sentence(message));
  return errorFromFailure({ kind, message, chain: [], attempts: 0, inBody: false });
}

/** The core's words, as ours begin and end. */
export function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
