import { ERROR_CODES } from "../../../ts";
import { lookUpCode } from "../../../ts/errors/codes";
import { completion, envelope, hello, type Json, type Reply, type Scenario } from "../scenario";

const chat = (title: string, replies: readonly Reply[], more: Partial<Scenario> = {}): Scenario => ({
  title,
  call: "chat",
  params: hello,
  replies,
  ...more,
});

const unavailable: Reply = { status: 503, body: envelope("api_error", "service_unavailable") };

/** One scenario for each code that the API knows, as an HTTP answer. */
const codes = ERROR_CODES.map((code): Scenario => {
  const { type, status } = lookUpCode(code) ?? { type: "api_error", status: 500 };
  const headers = { "x-request-id": `req_${code}`, "x-error-retryable": "true" };
  return chat(`the code ${code}`, [
    { status: status === 0 ? 500 : status, headers, body: envelope(type, code) },
  ]);
});

const labels: readonly (readonly [number, string, string])[] = [
  [402, "rate_limit_error", "insufficient_quota"],
  [405, "invalid_request_error", "method_not_allowed"],
  [413, "invalid_request_error", "payload_too_large"],
  [422, "invalid_request_error", "novel"],
  [409, "invalid_request_error", "novel"],
  [400, "api_error", "upstream_error"],
  [500, "api_error", "novel"],
  [503, "invalid_request_error", "invalid_request"],
  [400, "rate_limit_error", "novel"],
  [403, "authentication_error", "novel"],
  [401, "permission_error", "novel"],
  [500, "not_found_error", "novel"],
  [429, "rate_limit_error", "duplicate_resource"],
  [500, "api_error", "operation_not_allowed"],
];

/** Bodies that are no envelope. */
const malformed: readonly (readonly [string, Json | undefined])[] = [
  ["an HTML page", "<html><body>Bad gateway</body></html>"],
  ["an empty body", ""],
  ["a list", [1, 2]],
  ["an error that is text", { error: "no" }],
  ["a code that is null", { error: { type: "api_error", code: null, message: "m" } }],
  ["an empty message", { error: { type: "api_error", code: "c", message: "" } }],
  ["a type that nobody knows", { error: { type: "billing_error", code: "budget_exceeded", message: "m" } }],
  ["a long text", "x".repeat(5000)],
];

const once = { "error.class": "APIStatusError", "error.code": "malformed_response", requests: 1 };

/** Errors over HTTP, and answers that never come. */
export const failures: readonly Scenario[] = [
  ...codes,
  ...labels.map(([status, type, code]) =>
    chat(`status ${status} with type ${type} and code ${code}`, [{ status, body: envelope(type, code) }]),
  ),
  ...malformed.map(([what, body]) => chat(`${what} with status 502`, [reply(502, body)])),
  ...malformed.map(([what, body]) => chat(`${what} with status 429`, [reply(429, body)])),
  ...malformed.map(([what, body]) =>
    chat(`${what} with status 404`, [reply(404, body)], {
      differs: { row: "malformed-retries", ours: once, theirs: { ...once, requests: 3 } },
    }),
  ),
  chat("every field of an envelope", [
    {
      status: 400,
      headers: { "x-request-id": "req_1", "retry-after": "7" },
      body: envelope("invalid_request_error", "tools_not_supported", {
        param: "tools",
        doc_url: "https://example.com/why",
        provider: "anthropic",
        suggestion: "Take another model.",
      }),
    },
  ]),
  chat("a param that is no text, a provider and a page that are empty", [
    {
      status: 400,
      body: envelope("invalid_request_error", "invalid_request", { param: 7, provider: "", doc_url: "" }),
    },
  ]),
  chat("a compressed error", [
    { status: 404, compressed: true, body: envelope("not_found_error", "model_not_found") },
  ]),
  chat("a message beyond ASCII", [
    {
      status: 400,
      body: {
        error: { message: "Größe überschritten 👋", type: "invalid_request_error", code: "invalid_request" },
      },
    },
  ]),
  chat("success at the third attempt", [unavailable, unavailable, { body: completion }]),
  chat("success at the fourth attempt is too late", [
    unavailable,
    unavailable,
    unavailable,
    { body: completion },
  ]),
  chat("no retries when they are switched off", [unavailable], { maxRetries: 0 }),
  chat("one retry", [unavailable], { maxRetries: 1 }),
  chat("a Retry-After of a second", [
    { ...unavailable, headers: { "retry-after": "1" } },
    { body: completion },
  ]),
  chat("a Retry-After of two minutes", [{ ...unavailable, headers: { "retry-after": "120" } }], {
    differs: {
      row: "long-retry-after",
      ours: {
        requests: 1,
        "error.message":
          "It went wrong: service_unavailable (The server asks to wait 120 s, longer than `maxRetryDelay`; raise that to have the SDK wait.)",
      },
      theirs: { requests: 3, "error.message": "It went wrong: service_unavailable" },
    },
  }),
  chat("a used-up budget", [
    {
      status: 429,
      headers: { "x-budget-exceeded": "true", "x-budget-exceeded-period": "daily" },
      body: envelope("rate_limit_error", "budget_exhausted"),
    },
  ]),
  {
    title: "an error of another resource",
    call: "me",
    replies: [{ status: 401, body: envelope("authentication_error", "invalid_api_key") }],
  },
  {
    title: "an error of the Responses API",
    call: "responses",
    params: { model: "m", input: "Hi" },
    replies: [unavailable],
  },
  { title: "an error before a stream", call: "chat.stream", params: hello, replies: [unavailable] },
  {
    title: "an error before a Responses stream",
    call: "responses.stream",
    params: { model: "m", input: "Hi" },
    replies: [unavailable],
  },
  chat("a good status without JSON", [{ headers: { "x-request-id": "req_1" }, body: "<html>" }], {
    differs: { row: "kept-bodies", ours: { "error.body": "<html>" }, theirs: { "error.body": null } },
  }),
  chat("a good status without a body", [{ body: "" }]),
  chat("a good status with an error in it", [{ body: envelope("rate_limit_error", "rate_limit_exceeded") }], {
    differs: {
      row: "errors-under-200",
      ours: { "error.class": "RateLimitError", "error.status": 200, requests: 1 },
      theirs: { "error.class": "ValidationError" },
    },
  }),
  { title: "nobody listens", call: "me", unreachable: true },
  chat("a connection that is reset before the answer", [{ drop: "reset" }]),
  chat("a connection that is reset once", [{ drop: "reset" }, { body: completion }]),
  chat("a connection that is closed without an answer", [{ drop: "close" }], {
    differs: { row: "lost-answers", ours: { requests: 3 }, theirs: { requests: 1 } },
  }),
  chat("something that is not HTTP", [{ drop: "garbage" }]),
  chat("a body that breaks off", [{ drop: "short" }], {
    differs: {
      row: "lost-answers",
      ours: { "error.class": "StreamDroppedError", "error.status": 200, requests: 3 },
      theirs: { "error.class": "APIConnectionError", "error.status": 0, requests: 1 },
    },
  }),
  chat("no answer in time", [{ drop: "stall" }], {
    // Every scenario runs at once: the request has to arrive within it on a busy machine, too.
    timeoutMs: 5000,
    maxRetries: 1,
    differs: {
      row: "timeouts",
      ours: { "error.class": "APITimeoutError" },
      theirs: { "error.class": "APIConnectionError" },
    },
  }),
];

function reply(status: number, body: Json | undefined): Reply {
  return {
    status,
    headers: { "content-type": typeof body === "string" ? "text/html" : "application/json" },
    ...(body === undefined ? {} : { body }),
  };
}
