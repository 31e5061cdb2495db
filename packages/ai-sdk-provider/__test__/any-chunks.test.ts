import type { ChatCompletionChunk, Delta } from "@auriko/sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChunkReader } from "../src/chat/chunk-reader";
import type { CommonStreamPart } from "../src/spec/parts";

const text = fc.constantFrom("", "a", "bc", "…", '{"x":1}');
const toolCall = fc.record(
  {
    index: fc.constantFrom(0, 1, 2),
    id: fc.constantFrom("", "call_a", "call_b"),
    function: fc.record({ name: fc.constantFrom("", "look", "go"), arguments: text }, { requiredKeys: [] }),
    provider_signature: text,
  },
  { requiredKeys: [] },
);
const delta = fc.record(
  {
    content: text,
    reasoning_content: text,
    reasoning_signature: text,
    reasoning_redacted_data: text,
    refusal: text,
    tool_calls: fc.array(toolCall, { maxLength: 3 }),
    images: fc.array(fc.record({ mime_type: fc.constant("image/png"), data: text }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const chunk = fc.record({
  id: fc.constant("c"),
  model: fc.constant("m"),
  created: fc.constant(1),
  choices: fc.array(
    fc.record({
      index: fc.constantFrom(0, 0, 0, 1),
      delta: fc.option(delta),
      finish_reason: fc.constantFrom(null, null, null, null, "stop", "tool_calls"),
    }),
    { maxLength: 2 },
  ),
});

type Emitted = CommonStreamPart | { type: "file" };

function read(chunks: readonly unknown[], end: "finish" | "abandon" = "finish"): Emitted[] {
  const parts: Emitted[] = [];
  const reader = new ChunkReader({
    emit: (part) => parts.push(part),
    file: () => parts.push({ type: "file" }),
    custom: () => {},
  });
  for (const one of chunks) reader.add(one as ChatCompletionChunk);
  reader[end]();
  return parts;
}

const deltas = (chunks: readonly { choices: readonly { index: number; delta: unknown }[] }[]): Delta[] =>
  chunks.flatMap(({ choices }) =>
    choices.flatMap(({ index, delta }) => (index === 0 && delta !== null ? [delta as Delta] : [])),
  );

describe("whatever chunks come", () => {
  test("blocks open once, close once, and never overlap", () => {
    fc.assert(
      fc.property(fc.array(chunk), fc.constantFrom("finish" as const, "abandon" as const), (chunks, end) => {
        let open: string | undefined;
        const used = new Set<string>();
        for (const part of read(chunks, end)) {
          if (part.type === "text-start" || part.type === "reasoning-start") {
            expect(open).toBeUndefined();
            expect(used).not.toContain(part.id);
            used.add(part.id);
            open = `${part.type.replace("start", "")}${part.id}`;
          } else if (part.type === "text-end" || part.type === "reasoning-end") {
            expect(open).toBe(`${part.type.replace("end", "")}${part.id}`);
            open = undefined;
          } else if (part.type === "text-delta" || part.type === "reasoning-delta") {
            expect(open).toBe(`${part.type.replace("delta", "")}${part.id}`);
            expect(part.delta).not.toBe("");
          } else {
            expect(
              ["tool-input-delta", "tool-input-end", "response-metadata"].includes(part.type) ||
                open === undefined,
            ).toBe(true);
          }
        }
        expect(open).toBeUndefined();
      }),
    );
  });

  test("no text, no reasoning and no image is lost or doubled", () => {
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        const parts = read(chunks);
        const said = (type: "text-delta" | "reasoning-delta") =>
          parts.map((part) => (part.type === type ? part.delta : "")).join("");
        const sent = deltas(chunks);
        expect(said("reasoning-delta")).toBe(sent.map((one) => one.reasoning_content ?? "").join(""));
        expect(said("text-delta")).toBe(sent.map((one) => one.content ?? "").join(""));
        const refused = parts.map((part) =>
          part.type === "reasoning-end" ? String(part.providerMetadata?.auriko?.refusal ?? "") : "",
        );
        expect(refused.join("")).toBe(sent.map((one) => one.refusal ?? "").join(""));
        expect(parts.filter(({ type }) => type === "file").length).toBe(
          sent.reduce((sum, one) => sum + (one.images?.length ?? 0), 0),
        );
      }),
    );
  });

  test("tool calls have ids of their own, begin before they grow, and end with all of their input", () => {
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        const inputs = new Map<string, { name: string; input: string; ended: boolean; called: boolean }>();
        for (const part of read(chunks)) {
          if (part.type === "tool-input-start") {
            expect(inputs.has(part.id)).toBe(false);
            inputs.set(part.id, { name: part.toolName, input: "", ended: false, called: false });
          } else if (part.type === "tool-input-delta") {
            const call = inputs.get(part.id);
            expect(call?.ended).toBe(false);
            if (call) call.input += part.delta;
          } else if (part.type === "tool-input-end") {
            const call = inputs.get(part.id);
            expect(call?.ended).toBe(false);
            if (call) call.ended = true;
          } else if (part.type === "tool-call") {
            const call = inputs.get(part.toolCallId);
            expect(call).toMatchObject({ name: part.toolName, ended: true, called: false });
            expect(part.input).toBe(call?.input || "{}");
            if (call) call.called = true;
          }
        }
        for (const call of inputs.values()) expect(call.called).toBe(true);
      }),
    );
  });

  test("an abandoned stream completes no tool call that was still open", () => {
    const open = {
      id: "c",
      model: "m",
      choices: [
        {
          index: 0,
          delta: { tool_calls: [{ index: 0, id: "a", function: { name: "go", arguments: "{" } }] },
        },
      ],
    };
    expect(read([open], "abandon").map(({ type }) => type)).not.toContain("tool-call");
  });
});
