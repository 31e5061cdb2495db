import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { error, hangUp, json } from "../support/answers";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";

const params = { workspace_id: "w", name: "CI" };
const created = json({ id: "k", name: "CI", api_key: "ak_live_secret" }, { status: 201 });
const eager = { maxRetries: 2 };

describe("creating an API key", () => {
  test("is never repeated after it may have arrived, and the error says how to find the orphan", async () => {
    const server = await serve(hangUp, created);
    const failure = await caught(clientOf(server, eager).apiKeys.create(params));
    expect(server.requests).toHaveLength(1);
    expect(failure).toMatchObject({ name: "APIConnectionError", retryable: false });
    expect(failure.message).toMatch(/"CI" may have been created.*apiKeys\.list/s);
  });

  test("is not repeated after an answer of 500 either", async () => {
    const server = await serve(error(503, { type: "api_error", code: "service_unavailable" }), created);
    const failure = await caught(clientOf(server, eager).apiKeys.create(params));
    expect(server.requests).toHaveLength(1);
    expect(failure.message).toContain("may have been created");
  });

  test("is repeated after a 429, which has done nothing", async () => {
    const limited = error(
      429,
      { type: "rate_limit_error", code: "rate_limit_exceeded" },
      { "retry-after": "0" },
    );
    const server = await serve(limited, created);
    const key = await clientOf(server, eager).apiKeys.create(params);
    expect(key.api_key).toBe("ak_live_secret");
    expect(server.requests).toHaveLength(2);
  });

  test("is repeated after a refused connection, and then speaks of no orphan", async () => {
    const server = await serve(created);
    const { baseUrl } = server;
    await server.close();
    const failure = await caught(clientOf({ baseUrl }, { maxRetries: 1 }).apiKeys.create(params));
    expect(failure).toMatchObject({ name: "APIConnectionError", attempts: 2 });
    expect(failure.message).not.toContain("may have been created");
  });

  test("that was refused speaks of no orphan", async () => {
    const server = await serve(error(403, { type: "permission_error", code: "feature_disabled" }));
    const failure = await caught(clientOf(server, eager).apiKeys.create(params));
    expect(failure).toMatchObject({ code: "feature_disabled" });
    expect(failure.message).not.toContain("may have been created");
  });
});

describe("storing a key of your own", () => {
  const own = { workspace_id: "w", provider: "openai", api_key: "provider-secret-0123456789" };
  const stored = json({ id: "b", provider: "openai" }, { status: 201 });

  test("carries one Idempotency-Key over all attempts, another for the next call", async () => {
    const server = await serve(hangUp, stored, stored);
    const client = clientOf(server, eager);
    await client.byokKeys.create(own);
    await client.byokKeys.create(own);
    const [first, second, third] = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(first).toMatch(/^[\w-]{1,255}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("takes a key of the caller, and refuses one that the API would refuse", async () => {
    const server = await serve(stored);
    const client = clientOf(server);
    await client.byokKeys.create(own, { idempotencyKey: "import-17" });
    expect(server.requests[0]?.headers["idempotency-key"]).toBe("import-17");
    expect(await caught(client.byokKeys.create(own, { idempotencyKey: "a b" }))).toMatchObject({
      name: "BadRequestError",
      param: "idempotencyKey",
    });
  });

  test("shows the provider's secret in no error, even where the server repeats it", async () => {
    const refusal = error(400, {
      type: "invalid_request_error",
      code: "invalid_parameter_value",
      message: `The key ${own.api_key} is not valid.`,
    });
    const server = await serve(refusal);
    const failure = await caught(clientOf(server).byokKeys.create(own));
    const everything = [
      failure.message,
      failure.stack,
      JSON.stringify(failure),
      JSON.stringify(failure.body),
      inspect(failure),
    ];
    expect(everything.join()).not.toContain(own.api_key);
    expect(failure.message).toContain("is not valid");
  });
});
