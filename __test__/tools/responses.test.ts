import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Gateway, startGateway } from "../../gateway";
import { failureOf } from "../support/failure-of";
import { calls, clientFor, journalled } from "./scenario";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.close());

const oslo = { name: "weather", arguments: { city: "Oslo" }, id: "call_1" };
const question = { model: "gpt-5.4", input: "How cold is it in Oslo?" };

describe("a run of tools over Responses", () => {
  test("calls tools, sends their results back, and ends with the answer", async () => {
    const { journal, tools } = journalled();
    gateway.enqueue(calls(oslo), "Cold.");
    const run = clientFor(gateway).responses.runTools({ ...question, tools: [tools.weather] });
    let text = "";
    for await (const event of run) if (event.type === "response.output_text.delta") text += event.delta;
    expect(text).toBe("Cold.");
    expect(await run.finalText()).toBe("Cold.");
    expect((await run.finalResponse()).status).toBe("completed");
    expect(journal.entries).toEqual(["weather Oslo 1"]);
    expect(gateway.lastRequest?.body).toMatchObject({
      tools: [{ type: "function", name: "weather", description: "The weather in a city" }],
      input: [
        { role: "user", content: question.input },
        { type: "function_call", call_id: "call_1", name: "weather" },
        { type: "function_call_output", call_id: "call_1", output: '{"city":"Oslo","celsius":-3}' },
      ],
    });
    expect(run.messages).toHaveLength(4);
    expect(run.costUsd).toBe(run.steps.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0));
  });

  test("tells the model of calls that fail, and ends at its limit of steps", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls({ name: "nothing" }), calls({ name: "weather", arguments: "{" }));
    const run = clientFor(gateway).responses.runTools({ ...question, tools: [tools.weather], maxSteps: 2 });
    await expect(run.finalText()).rejects.toMatchObject({
      code: "max_steps",
      partial: { object: "response" },
    });
    const told = run.steps.flatMap(({ toolCalls }) => toolCalls.map(({ content }) => content));
    expect(told[0]).toContain("unknown_tool");
    expect(told[1]).toContain("invalid_json");
  });

  test.each([
    ["prepares a step", { prepareStep: () => new Promise<undefined>(() => {}) }],
    ["loads the prices for its limit", { maxCostUsd: 1 }],
  ])("ends at once when it is aborted while it %s", async (_what, params) => {
    const { tools } = journalled();
    gateway.failNext("stall;at=start");
    const controller = new AbortController();
    const client = clientFor(gateway);
    const run = client.responses.runTools(
      { ...question, tools: [tools.weather], ...params },
      { signal: controller.signal },
    );
    const ended = failureOf(run.finalText());
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort("enough");
    expect(await ended).toMatchObject({ name: "AbortError", cause: "enough" });
    client.close();
  });

  test("makes no call of an answer that was cut off", async () => {
    const { journal, tools } = journalled();
    gateway.enqueue({ toolCalls: [oslo], finishReason: "length" });
    const run = clientFor(gateway).responses.runTools({ ...question, tools: [tools.weather] });
    await expect(run.finalText()).rejects.toMatchObject({ reason: "truncated" });
    expect(journal.entries).toEqual([]);
  });

  test("ends with a response that failed, and makes no call of it", async () => {
    const { journal, tools } = journalled();
    const response = {
      id: "r",
      object: "response",
      created_at: 1,
      model: "m",
      status: "failed",
      error: { code: "upstream_error", message: "gone" },
      output: [{ type: "function_call", id: "f", call_id: "c", name: "clock", arguments: "{}" }],
    };
    gateway.enqueue({ raw: { events: [{ type: "response.failed", response }] } });
    const run = clientFor(gateway).responses.runTools({ ...question, tools: [tools.clock] });
    expect((await run.finalResponse()).status).toBe("failed");
    await expect(run.finalParsed()).rejects.toMatchObject({ code: "upstream_error" });
    expect(journal.entries).toEqual([]);
    expect(run.messages).toHaveLength(1);
  });

  test("ends with data, when a schema asks for it", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), '{"celsius":-3}');
    const run = clientFor(gateway).responses.runTools({
      ...question,
      tools: [tools.weather],
      text: { format: z.object({ celsius: z.number() }) },
    });
    expect((await run.finalParsed())?.celsius).toBe(-3);
  });

  test("leaves calls of tools without execute, and hosted tools, to others", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls({ name: "manual", id: "call_m" }));
    const run = clientFor(gateway).responses.runTools({
      ...question,
      tools: [tools.manual, { type: "web_search" }],
    });
    await run.finalResponse();
    expect(run.pendingToolCalls).toMatchObject([{ id: "call_m", name: "manual" }]);
    expect(gateway.lastRequest?.body).toMatchObject({ tools: [{ name: "manual" }, { type: "web_search" }] });
  });
});
