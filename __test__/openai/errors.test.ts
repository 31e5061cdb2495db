import { beforeAll, describe, expect, test } from "vitest";
import * as sdk from "../../ts/index";
import * as answers from "../support/answers";
import { question } from "../support/chat";
import { KEY, thrown } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";
import { type Copy, copyNames, load } from "./copies";

/** Status and body of an answer, our class and OpenAI's. */
const table: readonly [name: string, Answer, ours: keyof typeof sdk, theirs: string][] = [
  ["400", error(400, "invalid_request_error", "invalid_request"), "BadRequestError", "BadRequestError"],
  ["413", error(413, "invalid_request_error", "payload_too_large"), "BadRequestError", "APIError"],
  [
    "401",
    error(401, "authentication_error", "invalid_api_key"),
    "AuthenticationError",
    "AuthenticationError",
  ],
  [
    "403",
    error(403, "permission_error", "feature_disabled"),
    "PermissionDeniedError",
    "PermissionDeniedError",
  ],
  ["404", error(404, "not_found_error", "model_not_found"), "NotFoundError", "NotFoundError"],
  ["409", error(409, "invalid_request_error", "duplicate_resource"), "ConflictError", "ConflictError"],
  [
    "422",
    error(422, "invalid_request_error", "invalid_request"),
    "BadRequestError",
    "UnprocessableEntityError",
  ],
  ["429", error(429, "rate_limit_error", "rate_limit_exceeded"), "RateLimitError", "RateLimitError"],
  ["429, malformed", answers.body(429, "slow down"), "APIStatusError", "RateLimitError"],
  ["500", error(500, "api_error", "internal_error"), "InternalServerError", "InternalServerError"],
  ["502", error(502, "api_error", "upstream_error"), "APIStatusError", "InternalServerError"],
  ["503", error(503, "api_error", "service_unavailable"), "APIStatusError", "InternalServerError"],
  ["504", error(504, "api_error", "upstream_timeout"), "APIStatusError", "InternalServerError"],
  [
    "500, malformed",
    answers.json({ message: "no" }, { status: 500 }),
    "APIStatusError",
    "InternalServerError",
  ],
  ["418", error(418, "api_error", "teapot"), "APIStatusError", "APIError"],
  ["400, malformed", answers.json(["no"], { status: 400 }), "APIStatusError", "BadRequestError"],
  ["401, empty", answers.body(401, ""), "APIStatusError", "AuthenticationError"],
  [
    "422, malformed",
    answers.json({ detail: [] }, { status: 422 }),
    "APIStatusError",
    "UnprocessableEntityError",
  ],
];

function error(status: number, type: string, code: string): Answer {
  return answers.error(
    status,
    { type, code, param: "model" },
    { "x-request-id": "req_1", "retry-after": "7" },
  );
}

const classes: Readonly<Record<string, unknown>> = sdk;

describe.each(copyNames)("with %s", (name) => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await load(name);
  });
  const failure = async (answer: Answer) => {
    const { baseUrl } = await serve(answer);
    const client = new copy.AurikoOpenAI({ apiKey: KEY, baseURL: baseUrl, maxRetries: 0 });
    return thrown(client.chat.completions.create(question));
  };

  test.each(table)(
    "status %s is caught by the classes of both packages",
    async (_name, answer, ours, theirs) => {
      const caught = await failure(answer);
      expect(caught).toBeInstanceOf(classes[ours]);
      expect(caught).toBeInstanceOf(sdk.APIStatusError);
      expect(sdk.AurikoAPIError.isInstance(caught)).toBe(true);
      expect(caught).toBeInstanceOf(copy.OpenAI[theirs as "APIError"]);
      expect(caught).toBeInstanceOf(copy.OpenAI.APIError);
      const siblings = ["RateLimitError", "NotFoundError", "ConflictError"] as const;
      for (const sibling of siblings) {
        expect(caught instanceof (classes[sibling] as typeof Error)).toBe(ours === sibling);
        expect(caught instanceof copy.OpenAI[sibling]).toBe(theirs === sibling);
      }
    },
  );

  test("an error has the fields of both", async () => {
    expect(await failure(error(429, "rate_limit_error", "rate_limit_exceeded"))).toMatchObject({
      status: 429,
      statusCode: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      param: "model",
      requestID: "req_1",
      requestId: "req_1",
      retryAfterSeconds: 7,
      retryable: true,
      docUrl: "https://docs.auriko.ai/errors/rate_limit_exceeded",
      message: "429 It failed.",
      error: { code: "rate_limit_exceeded" },
      body: { error: { code: "rate_limit_exceeded" } },
    });
  });

  test("an answer without a readable error says so, and keeps what came", async () => {
    expect(await failure(answers.body(502, "<h1>Bad gateway</h1>"))).toMatchObject({
      code: "malformed_response",
      type: "api_error",
      body: "<h1>Bad gateway</h1>",
      status: 502,
    });
  });

  test("a refused connection stays OpenAI's error alone", async () => {
    const client = new copy.AurikoOpenAI({ apiKey: KEY, baseURL: "http://127.0.0.1:1/v1", maxRetries: 0 });
    const caught = await thrown(client.chat.completions.create(question));
    expect(caught).toBeInstanceOf(copy.OpenAI.APIConnectionError);
    expect(caught).not.toBeInstanceOf(copy.OpenAI.APIConnectionTimeoutError);
    expect(sdk.AurikoAPIError.isInstance(caught)).toBe(false);
  });

  test("an error inside a stream stays OpenAI's error alone", async () => {
    const { baseUrl } = await serve(
      answers.stream(
        'data: {"error":{"message":"It broke.","type":"api_error","code":"upstream_error"}}\n\n',
      ),
    );
    const client = new copy.AurikoOpenAI({ apiKey: KEY, baseURL: baseUrl });
    const read = async () => {
      for await (const _chunk of await client.chat.completions.create({ ...question, stream: true }));
    };
    const caught = await thrown(read());
    expect(caught).toBeInstanceOf(copy.OpenAI.APIError);
    expect(caught).toMatchObject({ status: undefined, error: { code: "upstream_error" } });
    expect(sdk.AurikoAPIError.isInstance(caught)).toBe(false);
  });

  test("errors of plain OpenAI clients can be mapped", async () => {
    const { baseUrl } = await serve(error(404, "not_found_error", "model_not_found"));
    const client = new copy.OpenAI({ apiKey: KEY, baseURL: baseUrl, maxRetries: 0 });
    const theirs = await thrown(client.chat.completions.create(question));
    const ours = sdk.mapOpenAIError(theirs);
    expect(ours).toBeInstanceOf(sdk.NotFoundError);
    expect(ours).toMatchObject({
      statusCode: 404,
      code: "model_not_found",
      requestId: "req_1",
      cause: theirs,
    });
    expect(ours).toMatchObject({ body: { code: "model_not_found" } });
  });
});

describe("mapOpenAIError", () => {
  const status = (body: unknown, headers?: unknown) =>
    Object.assign(new Error("400"), { status: 400, error: body, headers });
  const inner = {
    message: "No.",
    type: "invalid_request_error",
    code: "unknown_field",
    param: "x",
    provider: "openai",
  };

  test("gives our own errors back as they are", () => {
    const ours = new sdk.ConflictError("taken");
    expect(sdk.mapOpenAIError(ours)).toBe(ours);
  });

  test.each([new Error("connection"), new TypeError("terminated"), "text", undefined, null, { status: 400 }])(
    "gives %s back, which has no status",
    (value) => {
      expect(sdk.mapOpenAIError(value)).toBe(value);
    },
  );

  test.each([
    ["the inner object", inner],
    ["a whole envelope", { error: inner }],
  ])("reads %s", (_name, body) => {
    const mapped = sdk.mapOpenAIError(status(body, { "X-Request-Id": "req_2" }));
    expect(mapped).toBeInstanceOf(sdk.BadRequestError);
    expect(mapped).toMatchObject({
      code: "unknown_field",
      param: "x",
      provider: "openai",
      requestId: "req_2",
      body,
    });
  });

  test.each([
    undefined,
    null,
    "text",
    [],
    {},
    { ...inner, type: "odd" },
    { ...inner, code: null },
    { error: "text" },
  ])("calls %j malformed", (body) => {
    const mapped = sdk.mapOpenAIError(status(body));
    expect(mapped).toMatchObject({ name: "APIStatusError", code: "malformed_response", statusCode: 400 });
  });
});
