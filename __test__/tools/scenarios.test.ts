import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Gateway, type Reply, startGateway } from "../../gateway";
import { type ChatToolRun, type ChatToolRunParams, responseFormat, SpendLimitError } from "../../ts";
import { calls, clientFor, type Journal, journalled, question, type ToolName } from "./scenario";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.close());

interface Scenario {
  readonly replies: readonly Reply[];
  readonly tools?: readonly ToolName[];
  readonly params?: Partial<ChatToolRunParams>;
  /** Something that happens when the tool of this name begins. */
  readonly when?: Partial<Record<ToolName, (run: ChatToolRun) => void>>;
  readonly retries?: number;
  /** The last text, or what the error looks like. */
  readonly text?: string;
  readonly error?: object;
  /** Requests that the server saw. */
  readonly requests: number;
  /** What the tools did. */
  readonly did?: readonly string[];
  /** What the model was told, in order; each is part of the text. */
  readonly told?: readonly string[];
  /** Roles of the messages to go on with. */
  readonly roles: string;
  readonly also?: (run: ChatToolRun, journal: Journal) => void;
}

const oslo = { name: "weather", arguments: { city: "Oslo" } };

const scenarios: Readonly<Record<string, Scenario>> = {
  "an answer without a call ends the run at once": {
    replies: ["Hello."],
    text: "Hello.",
    requests: 1,
    did: [],
    roles: "user assistant",
  },
  "a call is made and its result sent back": {
    replies: [calls(oslo), "Cold."],
    text: "Cold.",
    requests: 2,
    did: ["weather Oslo 1"],
    told: ['{"city":"Oslo","celsius":-3}'],
    roles: "user assistant tool assistant",
  },
  "calls over several steps see what came before": {
    replies: [calls(oslo), calls({ name: "clock" }), "Both."],
    text: "Both.",
    requests: 3,
    did: ["weather Oslo 1", "clock"],
    told: ["celsius", "12:00"],
    roles: "user assistant tool assistant tool assistant",
  },
  "parallel calls run at the same time, bounded, and answer in the order of the calls": {
    replies: [
      calls(...Array.from({ length: 6 }, (_, at) => ({ name: "weather", arguments: { city: `c${at}` } }))),
      "Done.",
    ],
    params: { toolConcurrency: 3 },
    text: "Done.",
    requests: 2,
    told: ["c0", "c1", "c2", "c3", "c4", "c5"],
    roles: "user assistant tool tool tool tool tool tool assistant",
    also: (_run, journal) => expect(journal.peak).toBe(3),
  },
  "an unknown tool is told to the model, with the tools that there are": {
    replies: [calls({ name: "wether" }), "Sorry."],
    tools: ["weather", "clock"],
    text: "Sorry.",
    requests: 2,
    did: [],
    told: [
      '"code":"unknown_tool","message":"There is no tool called wether. The tools are: weather, clock."',
    ],
    roles: "user assistant tool assistant",
  },
  "arguments that are no JSON are told to the model": {
    replies: [calls({ name: "weather", arguments: "{city: Oslo" }), "Sorry."],
    text: "Sorry.",
    requests: 2,
    did: [],
    told: ['"code":"invalid_json"'],
    roles: "user assistant tool assistant",
  },
  "arguments that don't fit are told with the place": {
    replies: [calls({ name: "weather", arguments: { city: 1 } }), calls(oslo), "Cold."],
    text: "Cold.",
    requests: 3,
    did: ["weather Oslo 1"],
    told: ['"issues":[{"path":"city"', "celsius"],
    roles: "user assistant tool assistant tool assistant",
  },
  "arguments in a code fence are peeled, and no arguments are an empty object": {
    replies: [
      calls(
        { name: "weather", arguments: '```json\n{"city":"Oslo","days":2}\n```' },
        { name: "clock", arguments: "" },
      ),
      "Fine.",
    ],
    text: "Fine.",
    requests: 2,
    did: ["clock", "weather Oslo 2"],
    roles: "user assistant tool tool assistant",
  },
  "a tool that throws is told to the model, with its code": {
    replies: [calls({ name: "fails" }), "Closed."],
    text: "Closed.",
    requests: 2,
    told: ['{"error":{"code":"ESTATION","message":"the station is closed"}}'],
    roles: "user assistant tool assistant",
  },
  "a tool that throws ends the run if that is asked for, after the others have ended": {
    replies: [calls({ name: "fails" }, oslo)],
    params: { toolErrors: "throw" },
    error: { message: "the station is closed" },
    requests: 1,
    did: ["weather Oslo 1"],
    roles: "user assistant tool tool",
  },
  "what the model is told of an error can be chosen": {
    replies: [calls({ name: "fails" }), "Hm."],
    params: { toolErrors: (error, { name }) => `${name} is ill: ${(error as Error).message}` },
    text: "Hm.",
    requests: 2,
    told: ["fails is ill: the station is closed"],
    roles: "user assistant tool assistant",
  },
  "choosing what is told may end the run": {
    replies: [calls({ name: "fails" })],
    params: {
      toolErrors: () => {
        throw new TypeError("enough");
      },
    },
    error: { message: "enough" },
    requests: 1,
    roles: "user assistant tool",
  },
  "results of any JSON value are sent as JSON, and nothing as null": {
    replies: [calls({ name: "odd", arguments: {} }, { name: "odd", arguments: { what: "nothing" } }), "Odd."],
    text: "Odd.",
    requests: 2,
    told: ['[1,null,"x"]', "null"],
    roles: "user assistant tool tool assistant",
  },
  "a result that is no JSON is the tool's error": {
    replies: [calls({ name: "odd", arguments: { what: "bigint" } }), "Odd."],
    text: "Odd.",
    requests: 2,
    told: ["can't be written as JSON"],
    roles: "user assistant tool assistant",
  },
  "a tool that takes too long is stopped, and the model told": {
    replies: [calls({ name: "hangs" }), "Late."],
    params: { toolTimeout: 20 },
    text: "Late.",
    requests: 2,
    did: ["hangs", "hangs stopped"],
    told: ['"code":"tool_timeout"'],
    roles: "user assistant tool assistant",
  },
  "a tool that does not listen is left behind when its time is over": {
    replies: [calls({ name: "deaf" })],
    params: { toolTimeout: 20, toolErrors: "throw" },
    error: { code: "tool_timeout", retryable: false },
    requests: 1,
    roles: "user assistant tool",
  },
  "a call that nobody has to approve is made": {
    replies: [calls({ name: "pays", arguments: { amount: 5 } }), "Paid."],
    params: { approve: () => false },
    text: "Paid.",
    requests: 2,
    did: ["paid 5"],
    roles: "user assistant tool assistant",
  },
  "a call that is approved is made, however long that takes": {
    replies: [calls({ name: "pays", arguments: { amount: 50 } }), "Paid."],
    params: { approve: () => new Promise((resolve) => setTimeout(() => resolve(true), 40)), toolTimeout: 20 },
    text: "Paid.",
    requests: 2,
    did: ["paid 50"],
    roles: "user assistant tool assistant",
  },
  "a call that is not approved is not made, and the model told why": {
    replies: [calls({ name: "pays", arguments: { amount: 50 } }), "As you wish."],
    params: { approve: ({ arguments: args }) => `too much: ${(args as { amount: number }).amount}` },
    text: "As you wish.",
    requests: 2,
    did: [],
    told: ['{"error":{"code":"denied","message":"too much: 50"}}'],
    roles: "user assistant tool assistant",
  },
  "a tool that needs approval is refused when nobody can be asked": {
    replies: [],
    params: { approve: undefined },
    error: { code: "missing_required_parameter", param: "approve" },
    requests: 0,
    roles: "user",
  },
  "a tool without execute ends the run and leaves the call to the caller": {
    replies: [calls({ name: "manual", arguments: { a: 1 }, id: "call_m" }, { name: "clock" })],
    text: "",
    requests: 1,
    did: ["clock"],
    roles: "user assistant tool",
    also: (run) =>
      expect(run.pendingToolCalls).toMatchObject([{ id: "call_m", name: "manual", arguments: { a: 1 } }]),
  },
  "too many steps are an error after the last results, with which one can go on": {
    replies: [calls(oslo), calls(oslo), calls(oslo)],
    params: { maxSteps: 2 },
    error: { code: "max_steps", param: "maxSteps", retryable: false, partial: { object: "chat.completion" } },
    requests: 2,
    did: ["weather Oslo 1", "weather Oslo 1"],
    roles: "user assistant tool assistant tool",
  },
  "an answer that ends at the token limit in mid-call makes no call": {
    replies: [{ toolCalls: [oslo, { name: "weather", arguments: '{"ci' }], finishReason: "length" }],
    error: { name: "StructuredOutputError", reason: "truncated" },
    requests: 1,
    did: [],
    roles: "user",
    also: (run) => expect(run.steps).toHaveLength(1),
  },
  "an answer that a filter stops in mid-call makes no call": {
    replies: [{ toolCalls: [oslo], finishReason: "content_filter" }],
    error: { name: "StructuredOutputError", reason: "content_filter" },
    requests: 1,
    did: [],
    roles: "user",
  },
  "a stream that breaks in mid-call makes no call": {
    replies: [{ toolCalls: [oslo], fault: { kind: "truncate", after: 2 } }],
    error: { name: "StreamTruncatedError" },
    requests: 1,
    did: [],
    roles: "user",
  },
  "an abort in mid-tool reaches the tool, and ends the run": {
    replies: [calls({ name: "hangs" }, { name: "clock" })],
    when: { hangs: (run) => setTimeout(() => run.abort(new Error("enough")), 5) },
    error: { name: "AbortError", cause: { message: "enough" } },
    requests: 1,
    did: ["hangs", "clock", "hangs stopped"],
    roles: "user assistant tool tool",
    also: (run) =>
      expect(run.steps[0]?.toolCalls.map(({ outcome }) => outcome)).toEqual(["aborted", "success"]),
  },
  "an abort does not wait for a tool that does not listen, nor for a person": {
    replies: [calls({ name: "deaf" }, { name: "pays", arguments: { amount: 50 } })],
    params: { approve: () => new Promise(() => {}) },
    when: { deaf: (run) => setTimeout(() => run.abort(), 5) },
    error: { name: "AbortError" },
    requests: 1,
    roles: "user assistant tool tool",
  },
  "a step that fails after tools ran leaves their results to go on with": {
    replies: [calls(oslo), { error: { code: "upstream_error" } }],
    error: { code: "upstream_error" },
    requests: 2,
    did: ["weather Oslo 1"],
    roles: "user assistant tool",
  },
  "a step that fails after tools ran is repeated without running them again": {
    replies: [calls(oslo), { error: { code: "upstream_error" } }, "Cold."],
    retries: 2,
    text: "Cold.",
    requests: 3,
    did: ["weather Oslo 1"],
    roles: "user assistant tool assistant",
  },
  "a limit on cost that a step has reached lets no other step begin": {
    replies: [{ ...(calls(oslo) as object), routingMetadata: { cost: { usd: 0.5 } } }, "unused"],
    params: { maxCostUsd: 0.4 },
    error: { name: "SpendLimitError", limitUsd: 0.4 },
    requests: 1,
    did: ["weather Oslo 1"],
    roles: "user assistant tool",
    also: (run) => expect(run.costUsd).toBe(0.5),
  },
  "a step can have another model, other tools and another conversation": {
    replies: [calls(oslo), "Cold."],
    params: {
      prepareStep: ({ index, messages }) =>
        index === 1
          ? { model: "deepseek-chat", tools: [], messages: messages.slice(-3), temperature: 0 }
          : undefined,
    },
    text: "Cold.",
    requests: 2,
    did: ["weather Oslo 1"],
    roles: "user assistant tool assistant",
    also: () => {
      expect(lastBody()).toMatchObject({ model: "deepseek-chat", tools: [], temperature: 0 });
    },
  },
  "a tool choice that forces a call holds for the first step": {
    replies: [calls(oslo), "Cold."],
    params: { tool_choice: "required" },
    text: "Cold.",
    requests: 2,
    did: ["weather Oslo 1"],
    roles: "user assistant tool assistant",
    also: () => {
      expect(gateway.requests[0]?.body).toMatchObject({ tool_choice: "required" });
      expect(lastBody()).toMatchObject({ tool_choice: "auto" });
    },
  },
  "two tools of one name are refused before anything is sent": {
    replies: [],
    tools: ["clock", "clock"],
    error: { code: "invalid_parameter_value", param: "tools" },
    requests: 0,
    roles: "user",
  },
  "options that can't work are refused before anything is sent": {
    replies: [],
    params: { maxSteps: 0 },
    error: { param: "maxSteps" },
    requests: 0,
    roles: "user",
  },
  "parameters that can't work are refused before anything is sent": {
    replies: [],
    params: { model: undefined },
    error: { param: "model" },
    requests: 0,
    roles: "user",
  },
};

function lastBody(): unknown {
  return gateway.lastRequest?.body;
}

const everyTool: readonly ToolName[] = [
  "weather",
  "clock",
  "fails",
  "hangs",
  "deaf",
  "pays",
  "manual",
  "odd",
];

describe("a run of tools over a chat", () => {
  test.each(Object.entries(scenarios))("%s", async (_name, scenario) => {
    const { journal, tools } = journalled();
    gateway.enqueue(...scenario.replies);
    const client = clientFor(gateway, { maxRetries: scenario.retries ?? 0 });
    const run = client.chat.completions.runTools({
      ...question,
      tools: (scenario.tools ?? everyTool).map((name) => tools[name]),
      approve: () => true,
      ...scenario.params,
    } as ChatToolRunParams);
    run.on("toolCall", ({ name }) => scenario.when?.[name as ToolName]?.(run));

    if (scenario.error === undefined) expect(await run.finalText()).toBe(scenario.text);
    else await expect(run.finalText()).rejects.toMatchObject(scenario.error);

    expect(gateway.requests.filter(({ path }) => path.endsWith("/completions"))).toHaveLength(
      scenario.requests,
    );
    if (scenario.did !== undefined) expect([...journal.entries].sort()).toEqual([...scenario.did].sort());
    expect(run.messages.map(({ role }) => role).join(" ")).toBe(scenario.roles);
    const told = run.messages.flatMap((message) => (message.role === "tool" ? [message.content] : []));
    for (const [at, part] of (scenario.told ?? []).entries()) expect(told[at]).toContain(part);
    expect(run.state).toBe(scenario.error === undefined ? "finished" : "failed");
    scenario.also?.(run, journal);
    client.close();
  });
});

describe("a run", () => {
  test("gives the chunks of all steps to one loop, and tells of everything else in events", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), { chunks: ["It is ", "cold."] });
    const run = clientFor(gateway).chat.completions.runTools({ ...question, tools: [tools.weather] });
    const seen: string[] = [];
    run.on("toolCall", ({ name, arguments: args }) => seen.push(`${name} ${JSON.stringify(args)}`));
    run.on("toolResult", ({ outcome, content }) => seen.push(`${outcome} ${content}`));
    run.on("step", ({ index, costUsd }) => seen.push(`step ${index} ${costUsd !== null && costUsd > 0}`));
    run.on("content", (text) => seen.push(text));
    run.on("end", ({ object }) => seen.push(object));
    let chunks = 0;
    for await (const chunk of run) chunks += chunk.choices.length;
    expect(chunks).toBeGreaterThan(3);
    expect(seen).toEqual([
      'weather {"city":"Oslo","days":1}',
      'success {"city":"Oslo","celsius":-3}',
      "step 0 true",
      "It is ",
      "cold.",
      "step 1 true",
      "chat.completion",
    ]);
  });

  test("knows usage, cost and route of each step, and of all together", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), "Cold.");
    const client = clientFor(gateway);
    const run = client.chat.completions.runTools({ ...question, tools: [tools.weather] });
    await run.finalMessage();
    const costs = run.steps.map(({ costUsd }) => costUsd ?? 0);
    expect(run.costUsd).toBe((costs[0] ?? 0) + (costs[1] ?? 0));
    expect(run.total?.requests).toBe(2);
    expect(run.total?.inputTokens).toBe(
      run.steps.reduce((sum, { answer }) => sum + (answer.usage?.prompt_tokens ?? 0), 0),
    );
    expect(run.steps[0]?.route?.provider).toEqual(expect.any(String));
    expect(client.ledger.total.costUsd).toBe(run.costUsd);
  });

  test("ends with data, when a schema asks for it", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), '{"celsius":-3}');
    const schema = z.object({ celsius: z.number() });
    const run = clientFor(gateway).chat.completions.runTools({
      ...question,
      tools: [tools.weather],
      response_format: responseFormat(schema),
    });
    expect((await run.finalParsed())?.celsius).toBe(-3);
    expect(gateway.requests[1]?.body).toMatchObject({ response_format: { type: "json_schema" } });
  });

  test("ends when a listener throws, as a stream does", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), "unused");
    const run = clientFor(gateway).chat.completions.runTools({ ...question, tools: [tools.weather] });
    run.on("toolResult", () => {
      throw new Error("mine");
    });
    await expect(run.finalText()).rejects.toMatchObject({
      code: "listener_failed",
      cause: { message: "mine" },
    });
    expect(gateway.requests).toHaveLength(1);
  });

  test("keeps nothing on a signal that outlives it", async () => {
    const { tools } = journalled();
    gateway.respondWith("Hello.");
    const { signal } = new AbortController();
    const added: string[] = [];
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      added.push("added");
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      added.pop();
      removeEventListener.apply(signal, args);
    };
    const client = clientFor(gateway);
    for (let at = 0; at < 3; at++) {
      await client.chat.completions.runTools({ ...question, tools: [tools.weather] }, { signal }).finalText();
    }
    gateway.respondWith(undefined);
    expect(added).toEqual([]);
  });

  test("waits for onStep before it goes on", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), "Cold.");
    const order: string[] = [];
    const run = clientFor(gateway).chat.completions.runTools({
      ...question,
      tools: [tools.weather],
      onStep: async ({ index }) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        order.push(`step ${index}, ${gateway.requests.length} requests`);
      },
    });
    await run.finalText();
    expect(order).toEqual(["step 0, 1 requests", "step 1, 2 requests"]);
  });

  test("that is left early stops, and says so to who waits for its result", async () => {
    const { tools } = journalled();
    gateway.enqueue(calls(oslo), { chunks: ["It ", "is ", "cold."] });
    const run = clientFor(gateway).chat.completions.runTools({ ...question, tools: [tools.weather] });
    for await (const _chunk of run) break;
    expect(run.state).toBe("closed");
    await expect(run.finalText()).rejects.toMatchObject({ name: "AbortError" });
    expect(() => run[Symbol.asyncIterator]()).toThrow(/once/);
  });

  test("whose signal has aborted before sends nothing", async () => {
    const run = clientFor(gateway).chat.completions.runTools(
      { ...question, tools: [] },
      { signal: AbortSignal.abort(new Error("no")) },
    );
    await expect(run.finalText()).rejects.toMatchObject({ name: "AbortError", cause: { message: "no" } });
    expect(gateway.requests).toHaveLength(0);
  });

  test("that nobody reads sends nothing", async () => {
    clientFor(gateway).chat.completions.runTools({ ...question, tools: [] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(gateway.requests).toHaveLength(0);
  });

  test("goes on from the messages of one that failed", async () => {
    const { tools, journal } = journalled();
    gateway.enqueue(calls(oslo), { error: { code: "upstream_error" } });
    const client = clientFor(gateway);
    const broken = client.chat.completions.runTools({ ...question, tools: [tools.weather] });
    await expect(broken.finalText()).rejects.toThrow();
    gateway.enqueue("Cold.");
    const next = client.chat.completions.runTools({
      ...question,
      messages: broken.messages,
      tools: [tools.weather],
    });
    expect(await next.finalText()).toBe("Cold.");
    expect(journal.entries).toEqual(["weather Oslo 1"]);
  });

  test("keeps its limit in the middle of a step, by the prices of the directory", async () => {
    const { tools } = journalled();
    gateway.enqueue({ chunks: Array.from({ length: 5_000 }, (_, at) => `word${at} `) });
    const run = clientFor(gateway).chat.completions.runTools({
      ...question,
      tools: [tools.weather],
      maxCostUsd: 0.01,
    });
    const error = await run.finalText().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SpendLimitError);
    expect((error as SpendLimitError).partial).toBeDefined();
  });
});

test("a hundred runs at once keep apart, and their costs add up exactly", async () => {
  const usd = 0.015625;
  gateway.respondWith((request) => {
    const { messages } = request.body as { messages: { role: string; content: string }[] };
    const city = messages[0]?.content ?? "";
    const told = messages.filter(({ role }) => role === "tool").length;
    const done = told >= Number(city.length % 4) + 1;
    const reply = done
      ? { content: `${city}: ${told}` }
      : (calls({ name: "weather", arguments: { city } }) as object);
    return { ...reply, routingMetadata: { cost: { usd } } };
  });
  const client = clientFor(gateway);
  const cities = Array.from({ length: 100 }, (_, at) => "x".repeat((at % 4) + 1) + at);
  const runs = cities.map((content) => {
    const { journal, tools } = journalled();
    const run = client.chat.completions.runTools({
      ...question,
      messages: [{ role: "user", content }],
      tools: [tools.weather],
      maxCostUsd: 1,
    });
    return { content, journal, run };
  });
  const texts = await Promise.all(runs.map(({ run }) => run.finalText()));
  gateway.respondWith(undefined);

  for (const [at, { content, journal, run }] of runs.entries()) {
    const steps = (content.length % 4) + 1;
    expect(texts[at]).toBe(`${content}: ${steps}`);
    expect(journal.entries).toEqual(Array(steps).fill(`weather ${content} 1`));
    expect(run.costUsd).toBe((steps + 1) * usd);
  }
  const sum = runs.reduce((total, { run }) => total + run.costUsd, 0);
  expect(client.ledger.total.costUsd).toBe(sum);
  expect(client.ledger.inFlight).toBe(0);
  client.close();
}, 60_000);
