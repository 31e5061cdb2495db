import type { ResponseStreamEvent } from "@auriko/sdk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ResponseEventReader } from "../src/responses/event-reader";
import type { CommonStreamPart } from "../src/spec/parts";

const id = fc.constantFrom("a", "b", "c");
const text = fc.constantFrom("", "x", "yz", "…");
const item = fc.oneof(
  fc.record({
    type: fc.constant("message"),
    id,
    role: fc.constant("assistant"),
    content: fc.array(fc.record({ type: fc.constantFrom("output_text", "refusal"), text, refusal: text }), {
      maxLength: 2,
    }),
  }),
  fc.record({
    type: fc.constant("reasoning"),
    id,
    summary: fc.array(fc.record({ type: fc.constant("summary_text"), text }), { maxLength: 2 }),
    encrypted_content: fc.option(text),
  }),
  fc.record({
    type: fc.constant("function_call"),
    id,
    call_id: id,
    name: fc.constant("go"),
    arguments: text,
  }),
  fc.record({ type: fc.constant("image_generation_call"), id, result: fc.option(text) }),
  fc.record({ type: fc.constant("something_else"), id }),
);
const event = fc.oneof(
  fc.record({ type: fc.constantFrom("response.output_item.added", "response.output_item.done"), item }),
  fc.record({
    type: fc.constantFrom(
      "response.output_text.delta",
      "response.reasoning_summary_text.delta",
      "response.function_call_arguments.delta",
      "response.refusal.delta",
    ),
    item_id: id,
    delta: text,
  }),
  fc.record({ type: fc.constant("response.reasoning_summary_part.added"), item_id: id }),
  fc.record({ type: fc.constant("response.never_heard_of"), anything: text }),
);

/** A reader, and the parts that it makes. */
function collecting() {
  const parts: CommonStreamPart[] = [];
  const sink = {
    emit: (part: CommonStreamPart) => void parts.push(part),
    file: () => {},
    custom: () => {},
  };
  return { parts, reader: new ResponseEventReader(sink, { prompt: [] }) };
}

test("whatever events come in whatever order, blocks open once, close once, and never overlap", () => {
  fc.assert(
    fc.property(fc.array(event), fc.boolean(), (events, complete) => {
      const { parts, reader } = collecting();
      for (const one of events) reader.add(one as unknown as ResponseStreamEvent);
      if (complete) reader.finish();
      else reader.abandon();
      let open: string | undefined;
      for (const part of parts) {
        const [, kind, step] = /^(text|reasoning)-(start|delta|end)$/.exec(part.type) ?? [];
        if (kind === undefined || !("id" in part)) continue;
        expect(open).toBe(step === "start" ? undefined : `${kind} ${part.id}`);
        open = step === "end" ? undefined : `${kind} ${part.id}`;
      }
      expect(open).toBeUndefined();
    }),
  );
});

test("text and reasoning that stream are neither lost nor doubled by the items that repeat them", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("message", "reasoning"), text)), (items) => {
      const { parts, reader } = collecting();
      const add = (one: object) => reader.add(one as unknown as ResponseStreamEvent);
      for (const [index, [type, said]] of items.entries()) {
        const item_id = `item_${index}`;
        const whole =
          type === "message"
            ? { type, id: item_id, content: [{ type: "output_text", text: said }] }
            : { type, id: item_id, summary: [{ type: "summary_text", text: said }] };
        add({ type: "response.output_item.added", item: { ...whole, content: [], summary: [] } });
        const delta =
          type === "message" ? "response.output_text.delta" : "response.reasoning_summary_text.delta";
        if (index % 2 === 0) add({ type: delta, item_id, delta: said });
        add({ type: "response.output_item.done", item: whole });
      }
      reader.finish();
      const shown = (name: string) =>
        parts.map((part) => (part.type === `${name}-delta` && "delta" in part ? part.delta : "")).join("");
      const sent = (wanted: string) => items.map(([type, said]) => (type === wanted ? said : "")).join("");
      expect(shown("text")).toBe(sent("message"));
      expect(shown("reasoning")).toBe(sent("reasoning"));
    }),
  );
});
