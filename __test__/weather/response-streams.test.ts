import { describe, expect, test } from "vitest";
import type { AurikoAPIError } from "../../ts/errors";
import { ResponseStream } from "../../ts/streaming";
import { done, eof, ScriptedReader, type ScriptStep } from "../streaming/scripted-reader";

const created = {
  type: "response.created",
  response: { id: "r", object: "response", status: "in_progress", output: [] },
};
const streamOf = (...script: ScriptStep[]) => new ResponseStream({ reader: new ScriptedReader(script) });
const errorOf = (stream: ResponseStream): Promise<AurikoAPIError> =>
  stream.finalResponse().then(
    () => Promise.reject(new Error("the stream did not fail")),
    (error) => error,
  );

describe("an error in a Responses stream", () => {
  test.each<[string, object, object]>([
    [
      "in its nested form",
      {
        type: "error",
        error: { type: "insufficient_quota", code: "insufficient_quota", message: "no money" },
      },
      { name: "RateLimitError", code: "insufficient_quota", message: "no money" },
    ],
    [
      "without a type of its own",
      { error: { code: "internal_error", message: "boom" } },
      { code: "internal_error", message: "boom", statusCode: 500 },
    ],
    [
      "without a code",
      { type: "error", code: null, message: "boom" },
      { code: "malformed_response", message: "boom" },
    ],
    [
      "with a number for a code",
      { type: "error", error: { code: 503, message: "overloaded" } },
      { code: "malformed_response", message: "overloaded", statusCode: 503 },
    ],
    ["as text", { type: "error", error: "boom" }, { message: "boom" }],
    ["as detail, without a type", { detail: "boom" }, { message: "boom" }],
  ])("throws with the server's words: %s", async (_form, event, expected) => {
    for (const end of [eof, done])
      expect(await errorOf(streamOf([created, event], end))).toMatchObject(expected);
  });

  test("is no exception where the response itself follows as failed", async () => {
    const error = { code: "insufficient_quota", message: "no money" };
    const failed = {
      type: "response.failed",
      response: { id: "r", object: "response", status: "failed", error },
    };
    const response = await streamOf([created, { type: "error", error }, failed], eof).finalResponse();
    expect(response).toMatchObject({ status: "failed", error });
  });

  test("an object of the API that has a field of that name is not one", async () => {
    const stream = streamOf([{ object: "response", error: { code: "x", message: "y" } }], eof);
    expect(await errorOf(stream)).toMatchObject({ name: "StreamTruncatedError" });
  });
});

test.each(["completed", "incomplete", "failed"])(
  "a terminal event says the status where the response does not: %s",
  async (status) => {
    const event = { type: `response.${status}`, response: { id: "r", object: "response", output: [] } };
    expect(await streamOf([created, event], eof).finalResponse()).toMatchObject({ id: "r", status });
  },
);

test("an item nested thousands of objects deep fails its own stream with a typed error", async () => {
  const nested = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`) as unknown;
  for (const event of [
    { type: "response.output_item.added", output_index: 0, item: nested },
    { type: "response.content_part.added", output_index: 0, content_index: 0, part: nested },
  ]) {
    expect(await errorOf(streamOf([created, event], eof))).toMatchObject({ code: "invalid_response" });
  }
});
