import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AurikoAPIError, errorFromEnvelope, isRetryable } from "../../ts/errors";
import { ChatCompletionStream, ResponseStream } from "../../ts/streaming";
import { done, eof, ScriptedReader } from "../streaming/scripted-reader";

/** How many cases each property tries; `AURIKO_SOAK` asks for 100,000 in all. */
const runs = process.env.AURIKO_SOAK ? 25_000 : 200;
const deadline = process.env.AURIKO_SOAK ? 1_800_000 : 60_000;

/** Any JSON value, now and then nested deeper than any API does. */
const deep = fc
  .tuple(fc.integer({ min: 1, max: 6000 }), fc.boolean(), fc.jsonValue())
  .map(([depth, lists, inner]) => {
    let value: unknown = inner;
    for (let level = 0; level < depth; level++) value = lists ? [value] : { a: value };
    return value;
  });
const any = fc.oneof(
  { weight: 20, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: deep },
);
/** A value of the right kind, or of any. */
const like = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: any });
const record = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  like(fc.record(fields, { requiredKeys: [] }));
const list = (item: fc.Arbitrary<unknown>) => like(fc.array(item, { maxLength: 3 }));
const text = like(fc.constantFrom("", "a", "{}", '{"a":1}', "stop", "response.completed"));

const call = record({
  index: like(fc.nat(3)),
  id: text,
  type: text,
  function: record({ name: text, arguments: text }),
});
const part = record({
  type: fc.constantFrom("text", "thinking", "output_text", "refusal"),
  text,
  thinking: list(any),
  refusal: text,
  annotations: list(any),
});
const delta = record({
  role: text,
  content: fc.oneof(text, list(part)),
  reasoning: text,
  reasoning_content: text,
  reasoning_signature: text,
  reasoning_redacted_data: text,
  reasoning_details: list(any),
  refusal: text,
  tool_calls: list(call),
  function_call: record({ name: text, arguments: text }),
  images: list(any),
  audio: any,
  annotations: list(any),
  anything: any,
});
const choice = record({ index: like(fc.nat(2)), delta, finish_reason: text, logprobs: any, message: any });
const chunk = record({
  id: text,
  object: text,
  created: any,
  model: text,
  choices: list(choice),
  usage: any,
  routing_metadata: any,
  error: any,
  citations: any,
});
const event = record({
  type: fc.constantFrom(
    "error",
    "response.created",
    "response.completed",
    "response.failed",
    "response.output_item.added",
    "response.output_item.done",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.refusal.delta",
    "response.reasoning_summary_text.delta",
    "response.function_call_arguments.delta",
    "response.unheard_of",
  ),
  output_index: like(fc.nat(2)),
  content_index: like(fc.nat(2)),
  summary_index: any,
  item_id: text,
  delta: text,
  text,
  item: record({
    type: text,
    id: text,
    call_id: text,
    content: list(part),
    summary: list(part),
    arguments: text,
  }),
  part,
  response: record({ id: text, status: text, output: list(any), usage: any, error: any, model: text }),
  error: any,
  code: any,
  message: text,
});

/** Settles, and if it fails, with an error of ours that can be shown. */
async function settlesWell(promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch (error) {
    expect(AurikoAPIError.isInstance(error)).toBe(true);
    expect((error as AurikoAPIError).message).not.toBe("");
    isRetryable(error);
  }
}

describe("whatever JSON comes, each call ends in a result or in an error of ours", () => {
  test("as chunks of a chat stream, read in every way", { timeout: deadline }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), fc.constantFrom(done, eof), async (chunks, end) => {
        const open = () =>
          new ChatCompletionStream({
            reader: new ScriptedReader(
              [chunks as unknown[], end].filter((step) => !Array.isArray(step) || step.length > 0),
            ),
          });
        await settlesWell(open().finalCompletion());
        const heard = open();
        for (const name of [
          "chunk",
          "content",
          "reasoning",
          "refusal",
          "toolCall",
          "usage",
          "route",
          "end",
          "error",
        ] as const) {
          heard.on(name, () => {});
        }
        await settlesWell(heard.finalText());
        const pieces: unknown[] = [];
        await settlesWell(
          (async () => {
            for await (const piece of open().textStream) pieces.push(piece);
          })(),
        );
        expect(pieces.every((piece) => typeof piece === "string")).toBe(true);
        await settlesWell(ChatCompletionStream.fromReadableStream(open().toReadableStream()).finalMessage());
      }),
      { numRuns: runs },
    );
  });

  test("as events of a Responses stream", { timeout: deadline }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 6 }), async (events) => {
        const open = () =>
          new ResponseStream({
            reader: new ScriptedReader(
              [events as unknown[], eof].filter((step) => !Array.isArray(step) || step.length > 0),
            ),
          });
        const heard = open()
          .on("content", () => {})
          .on("toolCall", () => {})
          .on("end", () => {})
          .on("error", () => {});
        await settlesWell(heard.finalResponse());
        await settlesWell(open().finalText());
        await settlesWell(ResponseStream.fromReadableStream(open().toReadableStream()).finalResponse());
      }),
      { numRuns: runs },
    );
  });

  test("as an error body under any status", { timeout: deadline }, () => {
    const envelope = record({
      error: record({ message: any, type: text, code: any, param: any }),
      message: any,
      detail: any,
    });
    fc.assert(
      fc.property(
        fc.oneof(envelope, any, list(envelope)),
        fc.integer({ min: 200, max: 599 }),
        (value, status) => {
          const error = errorFromEnvelope({ status, headers: "", body: value, attempts: 1 });
          expect(AurikoAPIError.isInstance(error)).toBe(true);
          expect(error.message.length).toBeGreaterThan(0);
          expect(error.message.length).toBeLessThan(3000);
        },
      ),
      { numRuns: runs },
    );
  });
});
