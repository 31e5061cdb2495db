import fc from "fast-check";
import { expect, test } from "vitest";
import { ChunkReader } from "../src/chat/chunk-reader";
import { readCompletion } from "../src/chat/completion-content";
import { ResponseEventReader } from "../src/responses/event-reader";
import { readResponse } from "../src/responses/output-content";

const any = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
const record = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, any])), { requiredKeys: [] });
const like = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: any });
const message = like(
  fc.record(
    {
      content: like(fc.array(record("type", "text", "thinking"), { maxLength: 2 })),
      reasoning: any,
      reasoning_content: any,
      refusal: any,
      images: like(fc.array(record("data", "mime_type"), { maxLength: 2 })),
      tool_calls: like(
        fc.array(like(fc.record({ id: any, index: any, function: like(record("name", "arguments")) })), {
          maxLength: 2,
        }),
      ),
      annotations: like(fc.array(record("type", "url", "file_id", "url_citation"), { maxLength: 2 })),
    },
    { requiredKeys: [] },
  ),
);
const choice = like(
  fc.record({ index: any, delta: message, message, finish_reason: any, logprobs: any }, { requiredKeys: [] }),
);
const completion = fc.record(
  { id: any, created: any, model: any, choices: like(fc.array(choice, { maxLength: 2 })) },
  { requiredKeys: [] },
);
const itemTypes = fc.constantFrom(
  "message",
  "reasoning",
  "function_call",
  "custom_tool_call",
  "image_generation_call",
  "web_search_call",
);
const item = like(
  fc.record(
    {
      type: like(itemTypes),
      id: any,
      call_id: any,
      name: any,
      content: any,
      summary: any,
      arguments: any,
      result: any,
      action: any,
    },
    { requiredKeys: [] },
  ),
);
const event = fc.record(
  {
    type: fc.constantFrom(
      "response.created",
      "response.completed",
      "response.output_item.added",
      "response.output_item.done",
      "response.output_text.delta",
      "response.refusal.delta",
      "response.reasoning_summary_text.delta",
      "response.function_call_arguments.delta",
    ),
    item_id: any,
    output_index: any,
    delta: any,
    item,
    response: any,
  },
  { requiredKeys: ["type"] },
);
const sink = { emit: () => {}, file: () => {}, custom: () => {} };
const runs = { numRuns: process.env.AURIKO_SOAK ? 25_000 : 300 };

test("whatever JSON stands in the fields of chunks and completions, their readers make parts of it", () => {
  fc.assert(
    fc.property(fc.array(completion, { maxLength: 4 }), (chunks) => {
      const reader = new ChunkReader(sink);
      for (const one of chunks) reader.add(one as never);
      reader.finish();
      for (const one of chunks) expect(Array.isArray(readCompletion(one as never).content)).toBe(true);
    }),
    runs,
  );
}, 1_800_000);

test("whatever JSON stands in the fields of events and responses, their readers make parts of it", () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 5 }),
      like(fc.array(item, { maxLength: 3 })),
      (events, output) => {
        const reader = new ResponseEventReader(sink, { prompt: [] });
        for (const one of events) reader.add(one as never);
        reader.finish();
        const read = readResponse({ output, status: "completed" } as never, { prompt: [] });
        expect(Array.isArray(read.content)).toBe(true);
      },
    ),
    runs,
  );
}, 1_800_000);
