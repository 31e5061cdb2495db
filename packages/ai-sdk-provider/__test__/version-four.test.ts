import * as ai from "ai7";
import { expect, test } from "vitest";
import { type AurikoProvider, createAuriko } from "../src/v4";
import { reaching, runningGateway } from "./running-gateway";

const gateway = await runningGateway();
const auriko: AurikoProvider = createAuriko(reaching(gateway));

const item = { id: "cp_1", type: "computer_plan", status: "completed", steps: ["look", "click"] };
const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text: "Planned.", annotations: [] }],
};
const response = { id: "resp_1", object: "response", created_at: 1, model: "m", status: "completed" };

test.each(["whole", "streamed"])(
  "an item that has no part of its own goes back as it came, %s",
  async (mode) => {
    const events = [
      { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
      { type: "response.output_item.done", output_index: 0, item },
      { type: "response.output_item.done", output_index: 1, item: message },
      { type: "response.completed", response: { ...response, output: [item, message] } },
    ];
    gateway.enqueue(
      mode === "whole" ? { raw: { body: { ...response, output: [item, message] } } } : { raw: { events } },
    );
    const call = { model: auriko.responses("gpt-5.4"), prompt: "Plan" };
    const first = mode === "whole" ? await ai.generateText(call) : ai.streamText(call);
    expect(await first.content).toMatchObject([
      { type: "custom", kind: "auriko.computer_plan", providerMetadata: { auriko: { item } } },
      { type: "text", text: "Planned." },
    ]);
    gateway.enqueue({ raw: { body: { ...response, output: [message] } } });
    await ai.generateText({
      model: auriko.responses("gpt-5.4"),
      messages: [
        { role: "user", content: "Plan" },
        ...(await first.response).messages,
        { role: "user", content: "Go on" },
      ],
    });
    expect((gateway.lastRequest?.body as { input?: unknown[] } | undefined)?.input?.[1]).toEqual(item);
  },
);

test.each(["chat", "responses"] as const)(
  "text says where its sources are cited, over %s",
  async (endpoint) => {
    const annotation = {
      type: "url_citation",
      url: "https://a.example/",
      title: "A",
      start_index: 3,
      end_index: 4,
    };
    gateway.respondWith({
      content: "As A says.",
      annotations: [annotation, { ...annotation, start_index: 5, end_index: 9 }],
    });
    const model = auriko[endpoint](endpoint === "chat" ? "gpt-4o" : "gpt-5.4");
    const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Who says?" }] }];
    const whole = await model.doGenerate({ prompt });
    const { stream } = await model.doStream({ prompt });
    const ends: unknown[] = [];
    for await (const part of stream as unknown as AsyncIterable<{ type: string }>) {
      if (part.type === "text-end") ends.push(part);
    }
    const citations = [
      { source: { url: "https://a.example/" }, startIndex: 3, endIndex: 4 },
      { source: { url: "https://a.example/" }, startIndex: 5, endIndex: 9 },
    ];
    expect(whole.content[0]).toMatchObject({ type: "text", citations });
    expect(whole.content.filter(({ type }) => type === "source")).toHaveLength(1);
    expect(ends).toMatchObject([{ citations }]);
    const { sources } = await ai.generateText({ model, prompt: "Who says?" });
    expect(sources).toHaveLength(1);
  },
);
