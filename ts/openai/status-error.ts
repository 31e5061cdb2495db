import { brand } from "../errors/brand";
import { type AurikoAPIError, mapOpenAIError } from "../index";

/** The most characters that are kept of an error body that is not JSON. */
const MAX_TEXT_BODY = 4096;

/** What OpenAI's client knows of an answer that reports an error. */
export interface ErrorAnswer {
  readonly status: number;
  /** The parsed body with its envelope; `undefined` when it is no JSON. */
  readonly body: unknown;
  /** The body when it is no JSON. */
  readonly text: string | undefined;
  readonly headers: Headers;
}

/** Fields of ours that an error of OpenAI's gets; `message`, `status` and `headers` stay what they are there. */
const SHOWN = [
  "statusCode",
  "type",
  "code",
  "param",
  "requestId",
  "provider",
  "docUrl",
  "suggestion",
  "retryAfterSeconds",
  "attempts",
  "retryable",
] as const;

/**
 * Makes an error of OpenAI's one of ours as well: `instanceof` holds for the classes of both, and our fields are there.
 * The class follows from the answer alone, because what OpenAI's error keeps of it differs between releases.
 */
export function alsoOurs<E extends Error>(error: E, answer: ErrorAnswer): E & AurikoAPIError {
  const ours = ourError(answer);
  // The brand is how our classes know their own, whichever copy of the package they come from.
  define(error, brand, ours[brand], false);
  for (const field of SHOWN) define(error, field, ours[field], true);
  define(error, "responseHeaders", ours.responseHeaders, false);
  define(error, "body", answer.body ?? answer.text?.slice(0, MAX_TEXT_BODY) ?? null, false);
  return error as E & AurikoAPIError;
}

function ourError({ status, body, headers }: ErrorAnswer): AurikoAPIError {
  const inner = (body as { error?: unknown } | null | undefined)?.error;
  const error = Object.assign(new Error(), { status, error: inner ?? null, headers });
  return mapOpenAIError(error) as AurikoAPIError;
}

function define(target: object, key: PropertyKey, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true });
}
