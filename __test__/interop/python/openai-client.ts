import { describe, expect, test } from "vitest";
import { person, RunningClient, toolRoundTrip } from "./running-client";

/** The tests of the official `openai` package for Python. */
export function declareOpenAiForPython(): void {
  describe("openai for Python", () => {
    const client = new RunningClient("openai");

    test("completes a chat, with the routing metadata beside the usual fields", async () => {
      expect(await client.call("chat")).toMatchObject({
        object: "chat.completion",
        choices: [{ message: { content: expect.stringContaining("Hello") }, finish_reason: "stop" }],
        usage: { total_tokens: expect.any(Number) },
        routing_metadata: { provider: "openai" },
        request_id: expect.stringMatching(/^req_/),
      });
    });

    test("is pointed at the gateway by the environment alone", async () => {
      expect(await client.call<string>("from_environment")).toContain("Hello");
    });

    test("passes routing options on in extra_body", async () => {
      await client.call("chat", { extra_body: { gateway: { routing: { optimize: "tps" } } } });
      expect(client.gateway.lastRequest?.decision?.strategy).toBe("tps");
    });

    test("streams in pieces, with the usage at the end", async () => {
      type Chunk = {
        choices: { delta: { content: string | null } }[];
        usage: { total_tokens: number } | null;
      };
      const chunks = await client.call<Chunk[]>("stream");
      const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
      expect(chunks.length).toBeGreaterThan(4);
      expect(text).toContain("Hello");
      expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    });

    test("adds streamed tool calls up in its stream helper", async () => {
      const { kinds, arguments: given } = await client.call<{ kinds: string[]; arguments: unknown }>(
        "stream_helper",
      );
      expect(kinds).toContain("tool_calls.function.arguments.done");
      expect(given).toEqual({ city: "Rome" });
    });

    test("calls a tool and takes its result", async () => {
      expect(await client.call("tools")).toEqual(toolRoundTrip);
    });

    test("gives data that fits a pydantic model", async () => {
      expect(await client.call("structured")).toMatchObject(person);
    });

    test("lists and retrieves models", async () => {
      const { listed, retrieved } = await client.call<{ listed: string[]; retrieved: unknown }>("models");
      expect(listed).toContain("gpt-4o");
      expect(retrieved).toMatchObject({ id: "gpt-4o", object: "model", owned_by: "auriko" });
    });

    test("works the same when it is asynchronous", async () => {
      const { whole, streamed } = await client.call<{ whole: string; streamed: string }>("asynchronous");
      expect(whole).toContain("Hello");
      expect(streamed).toBe(whole);
    });

    describe("with responses", () => {
      test("answers", async () => {
        expect(await client.call<string>("responses")).toContain("Hello");
      });

      test("streams deltas that are the final text", async () => {
        const { deltas, text, status } = await client.call<Record<"text" | "status", string> & Deltas>(
          "responses_stream",
        );
        expect(status).toBe("completed");
        expect(deltas.length).toBeGreaterThan(3);
        expect(deltas.join("")).toBe(text);
      });

      test("calls a tool and takes its result", async () => {
        expect(await client.call("responses_tools")).toEqual(toolRoundTrip);
      });

      test("gives data that fits a pydantic model", async () => {
        expect(await client.call("responses_structured")).toMatchObject(person);
      });
    });

    describe("when something goes wrong", () => {
      test.each([
        [
          "a wrong key",
          { api_key: "ak_test_wrong" },
          { type: "AuthenticationError", status: 401, code: "invalid_api_key" },
        ],
        [
          "an unknown model",
          { model: "no-such-model" },
          { type: "NotFoundError", status: 404, code: "model_not_found", param: "model" },
        ],
      ])("tells %s by its class and code", async (_case, options, expected) => {
        expect(await client.call("failure", options)).toMatchObject(expected);
      });

      test("waits a rate limit out and tries again", () => client.expectRetryAfter());

      test("shows how long to wait when it may not try again", async () => {
        client.gateway.failNext("429;retry-after=7");
        const error = await client.call("failure", { max_retries: 0 });
        expect(error).toMatchObject({ type: "RateLimitError", status: 429, retry_after: "7" });
      });

      test("raises an error that comes in mid-stream", async () => {
        client.gateway.failNext("error-event;after=2;code=upstream_error");
        const error = await client.call("failure", { stream: true });
        expect(error).toMatchObject({ type: "APIError", code: "upstream_error" });
      });
    });
  });
}

interface Deltas {
  readonly deltas: string[];
}
