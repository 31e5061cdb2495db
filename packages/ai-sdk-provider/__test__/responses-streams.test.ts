import { expect, test } from "vitest";
import { aurikoMetadata } from "../src";
import { finishOf, replay, transcript } from "./replay";
import { runningGateway } from "./running-gateway";

const gateway = await runningGateway();

const webSearch = { type: "provider", id: "auriko.web_search_preview", name: "search", args: {} } as const;

test.each<[fixture: string, lines: string[], finish: { unified: string; raw: string }]>([
  [
    "phases-and-sources",
    [
      "text-start 0",
      "text-delta 0 Loo",
      "text-delta 0 king",
      'text-end 0 {"itemId":"msg_1","phase":"commentary"}',
      "text-start 1",
      "text-delta 1 Ans",
      "text-delta 1 wer",
      'text-end 1 {"itemId":"msg_2","phase":"final_answer"}',
      "source url resp_1-source-0 https://a.example/ A",
    ],
    { unified: "stop", raw: "completed" },
  ],
  [
    "encrypted-reasoning",
    [
      "reasoning-start 0",
      "reasoning-delta 0 One",
      'reasoning-end 0 {"itemId":"rs_1"}',
      "reasoning-start 1",
      "reasoning-delta 1 Two",
      'reasoning-end 1 {"itemId":"rs_1","encryptedContent":"enc-1"}',
      "reasoning-start 2",
      'reasoning-end 2 {"itemId":"rs_2","encryptedContent":"enc-2"}',
      "text-start 3",
      "text-delta 3 Ans",
      "text-delta 3 wer",
      'text-end 3 {"itemId":"msg_1"}',
    ],
    { unified: "stop", raw: "completed" },
  ],
  [
    "function-calls",
    [
      "tool-input-start call_1 weather",
      'tool-input-delta call_1 {"city":',
      'tool-input-delta call_1 "Paris"}',
      "tool-input-end call_1",
      'tool-call call_1 weather {"city":"Paris"} {"itemId":"fc_1"}',
      "tool-input-start call_2 weather",
      'tool-input-delta call_2 {"city":"Rome"}',
      "tool-input-end call_2",
      'tool-call call_2 weather {"city":"Rome"} {"itemId":"fc_2"}',
      "tool-input-start call_3 weather",
      "tool-input-delta call_3 {}",
      "tool-input-end call_3",
      'tool-call call_3 weather {} {"itemId":"fc_3"}',
    ],
    { unified: "tool-calls", raw: "completed" },
  ],
  [
    "incomplete",
    ["text-start 0", "text-delta 0 Hal", "text-delta 0 f an answer", 'text-end 0 {"itemId":"msg_1"}'],
    { unified: "length", raw: "max_output_tokens" },
  ],
  [
    "refusal",
    ["reasoning-start 0", 'reasoning-end 0 {"refusal":"I won\'t.","itemId":"msg_1"}'],
    { unified: "content-filter", raw: "completed" },
  ],
])("%s", async (fixture, lines, finish) => {
  const all = await replay(gateway, `responses/${fixture}.events`);
  expect(all[1]).toMatchObject({ type: "response-metadata", id: "resp_1", modelId: "gpt-5.4" });
  expect(transcript(all)).toEqual(lines);
  expect(finishOf(all).finishReason).toEqual(finish);
  expect(aurikoMetadata(finishOf(all))).toMatchObject({ costUsd: 0.0002, strategy: "balanced" });
});

test("a hosted tool that was asked for shows its call and its result, an image is a file", async () => {
  const all = await replay(gateway, "responses/hosted-tool-and-image.events", { tools: [webSearch] });
  const [call, result, image] = transcript(all);
  expect(call).toBe('tool-call ws_1 search true {"query":"weather"}');
  expect(result).toContain('tool-result ws_1 search true {"id":"ws_1","type":"web_search_call"');
  expect(image).toBe("file image/jpeg /9j/4AAQSkZJRgABAQAAAQ==");
  expect(finishOf(all).finishReason.unified).toBe("stop");
  expect(gateway.lastRequest?.body).toMatchObject({ tools: [{ type: "web_search_preview" }] });
});

test("a hosted tool that nobody named is passed over: the AI SDK would refuse it", async () => {
  const all = await replay(gateway, "responses/hosted-tool-and-image.events");
  expect(transcript(all)[0]).toMatch(/^file /);
});

test("a response that failed is an error, with the usage and cost that it reported", async () => {
  const all = await replay(gateway, "responses/failed.events");
  expect(transcript(all).at(-1)).toBe("error It failed");
  expect(finishOf(all)).toMatchObject({
    finishReason: { unified: "error" },
    usage: { inputTokens: { total: 5 } },
    providerMetadata: { auriko: { costUsd: 0.0002 } },
  });
});
