import {
  APIStatusError,
  APIUserAbortError,
  AurikoAPIError,
  BadRequestError,
  SpendLimitError,
} from "@auriko/sdk";
import { loadApiKeyError, markAsAiSdkError } from "./ai-sdk-error";

/** The request that an error is about. */
export interface RequestFacts {
  readonly url: string;
  readonly body: unknown;
}

/** What an `AI_APICallError` carries. */
interface CallErrorFields {
  readonly url: string;
  readonly requestBodyValues: unknown;
  readonly statusCode: number | undefined;
  readonly responseHeaders: Record<string, string> | undefined;
  readonly responseBody: string | undefined;
  readonly isRetryable: boolean;
  readonly data: unknown;
}

/**
 * What the AI SDK is to see of an error of the client: an `AI_APICallError`, whose `isRetryable` makes it try again,
 * or `AI_LoadAPIKeyError` without a key. Aborts keep the name that it looks for, `AbortError`. Errors about the call
 * itself, which was never sent, stay what they are.
 */
export function toAiSdkError(error: unknown, request: RequestFacts): unknown {
  if (!AurikoAPIError.isInstance(error) || error instanceof APIUserAbortError) return error;
  if (error.code === "missing_api_key") return loadApiKeyError(error);
  if (error instanceof SpendLimitError) return error;
  if (error instanceof BadRequestError && error.responseHeaders === null) return error;
  return apiCallError(error, request);
}

function apiCallError(error: AurikoAPIError, { url, body }: RequestFacts): Error {
  const { provider, message, statusCode, responseHeaders } = error;
  const fields: CallErrorFields = {
    url,
    requestBodyValues: body,
    statusCode: statusCode === 0 ? undefined : statusCode,
    responseHeaders: responseHeaders?.toJSON(),
    responseBody: bodyText(error.body),
    isRetryable: error.retryable || mayPass(error),
    data: dataOf(error),
  };
  const text = provider === null ? message : `[${provider}] ${message}`;
  return markAsAiSdkError(Object.assign(new Error(text, { cause: error }), fields), "AI_APICallError");
}

/**
 * Whether another attempt may succeed, even if part of an answer has been seen. The client says no to that, because
 * text would come twice; the AI SDK repeats a stream only for callers who have asked it to.
 */
function mayPass({ type, code, statusCode, partial }: AurikoAPIError): boolean {
  return partial !== undefined && new AurikoAPIError("", { type, code, statusCode }).retryable;
}

/** The envelope's error object, so that code which knows OpenAI's errors finds `data.error.code`. */
function dataOf(error: AurikoAPIError): unknown {
  const { body } = error;
  if (typeof body === "object" && body !== null) return body;
  const { type, code, param, message } = error;
  return { error: { message, type, code, param } };
}

function bodyText(body: unknown): string | undefined {
  if (body === null || body === undefined) return undefined;
  try {
    return typeof body === "string" ? body : JSON.stringify(body);
  } catch {
    // Nested so deeply that it can't be written.
    return undefined;
  }
}

/** The error for an answer, or an event of one, that makes no sense: what is wrong with it is the `cause`. */
export function unusableAnswer(cause: unknown): unknown {
  if (AurikoAPIError.isInstance(cause)) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new APIStatusError(`The server sent an answer that can't be used: ${why}.`, {
    statusCode: 200,
    type: "api_error",
    code: "invalid_response",
    cause,
  });
}
