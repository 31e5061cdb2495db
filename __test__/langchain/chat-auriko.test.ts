import {
  AIMessage,
  AIMessageChunk,
  HumanMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type Gateway, startGateway } from "../../gateway";
import * as sdk from "../../ts/index";
import { ChatAuriko, type ChatAurikoFields } from "../../ts/langchain";
import * as answers from "../support/answers";
import { thrown } from "../support/client";
import { serve } from "../support/scripted-server";

const getWeather = tool(({ city }) => `22 degrees in ${city}`, {
  name: "get_weather",
  description: "The weather of a city.",
  schema: z.object({ city: z.string() }),
});
const Person = z.object({ name: z.string(), age: z.number().int() });
const route = { provider: expect.any(String), cost: { usd: expect.any(Number) } };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterEach(() => vi.unstubAllEnvs());
afterAll(() => gateway?.close());

const modelOf = (fields: ChatAurikoFields = {}) =>
  new ChatAuriko({
    model: "gpt-4o",
    apiKey: gateway.apiKey,
    baseUrl: gateway.baseUrl,
    maxRetries: 0,
    ...fields,
  });
const sent = () => gateway.lastRequest?.body as Record<string, unknown>;
const sum = (chunks: AIMessageChunk[]) => chunks.reduce((whole, chunk) => whole.concat(chunk));

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("what LangChain asks of any chat model", () => {
  const unit = { temperature: 0, maxTokens: 100, timeout: 60, stopSequences: [], maxRetries: 2 };
  const table: readonly [what: string, check: () => unknown][] = [
    ["is made from the standard fields", () => expect(modelOf(unit)).toBeInstanceOf(ChatAuriko)],
    ["is made with a key", () => expect(modelOf({ apiKey: "ak_test_other" }).apiKey).toBe("ak_test_other")],
    ["is made for streaming", () => expect(modelOf({ ...unit, streaming: true }).streaming).toBe(true)],
    ["binds tools", () => expect(modelOf(unit).bindTools([getWeather])).toBeDefined()],
    ["gives structured output", () => expect(modelOf(unit).withStructuredOutput(Person)).toBeDefined()],
    [
      "tells LangSmith what it is, in exactly these fields",
      () =>
        expect(modelOf(unit).getLsParams({})).toEqual({
          ls_provider: "auriko",
          ls_model_name: "gpt-4o",
          ls_model_type: "chat",
          ls_temperature: 0,
          ls_max_tokens: 100,
          ls_stop: undefined,
        }),
    ],
    [
      "invoke gives an AIMessage with text",
      async () => {
        const message = await modelOf().invoke("Hello");
        expect(message).toBeInstanceOf(AIMessage);
        expect(message.text).toContain("Hello");
      },
    ],
    [
      "stream gives chunks with text",
      async () => {
        const chunks = await collect(await modelOf().stream("Hello"));
        expect(chunks.length).toBeGreaterThan(3);
        for (const chunk of chunks) expect(chunk).toBeInstanceOf(AIMessageChunk);
        expect(sum(chunks).text).toContain("Hello");
      },
    ],
    [
      "batch keeps the order",
      async () => {
        const messages = await modelOf().batch(["One", "Two", "Three"]);
        expect(messages.map(({ text }) => /One|Two|Three/.exec(text)?.[0])).toEqual(["One", "Two", "Three"]);
      },
    ],
    [
      "streamEvents begins with on_chat_model_start and ends with on_chat_model_end",
      async () => {
        const events = await collect(modelOf().streamEvents("Hello", { version: "v2" }));
        expect(events[0]?.event).toBe("on_chat_model_start");
        expect(events.at(-1)?.event).toBe("on_chat_model_end");
        expect(events.at(-1)?.data.output.response_metadata.routing_metadata).toMatchObject(route);
      },
    ],
    [
      "takes a conversation, and two messages of one role after each other",
      async () => {
        const messages = [
          new HumanMessage("Hi"),
          new AIMessage("Hello"),
          new HumanMessage("How"),
          new HumanMessage("are you?"),
        ];
        expect((await modelOf().invoke(messages)).text).not.toBe("");
      },
    ],
    [
      "says what was used, and by which model",
      async () => {
        const { usage_metadata, response_metadata: seen } = await modelOf().invoke("Hello");
        const usage = usage_metadata as UsageMetadata | undefined;
        expect(usage?.input_tokens).toBeGreaterThan(0);
        expect(usage?.output_tokens).toBeGreaterThan(0);
        expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
        expect(seen.model).toEqual(expect.stringMatching(/./));
      },
    ],
    [
      "says the same of a stream",
      async () => {
        const whole = sum(await collect(await modelOf().stream("Hello")));
        expect((whole.usage_metadata as UsageMetadata | undefined)?.total_tokens).toBeGreaterThan(0);
        expect(whole.response_metadata.model).toBe("gpt-4o");
      },
    ],
    [
      "calls a tool and takes its result",
      async () => {
        const model = modelOf().bindTools([getWeather]);
        const question = new HumanMessage("What is the weather in Rome?");
        const asked = await model.invoke([question]);
        expect(asked.tool_calls).toMatchObject([{ name: "get_weather", args: { city: "Rome" } }]);
        const result = await getWeather.invoke(asked.tool_calls?.[0] as never);
        expect(result).toBeInstanceOf(ToolMessage);
        expect((await model.invoke([question, asked, result as never])).text).toContain("22 degrees in Rome");
      },
    ],
    [
      "streams a tool call",
      async () => {
        const chunks = await collect(
          await modelOf().bindTools([getWeather]).stream("What is the weather in Rome?"),
        );
        expect(sum(chunks).tool_calls).toMatchObject([{ name: "get_weather", args: { city: "Rome" } }]);
      },
    ],
    [
      "calls the handlers of callbacks",
      async () => {
        const seen: string[] = [];
        const handleLLMNewToken = (token: string) => void seen.push(token);
        const handleLLMEnd = () => void seen.push("(end)");
        await collect(await modelOf().stream("Hello", { callbacks: [{ handleLLMNewToken, handleLLMEnd }] }));
        expect(seen.length).toBeGreaterThan(4);
        expect(seen.at(-1)).toBe("(end)");
      },
    ],
    [
      "stops when its signal fires",
      async () => {
        const controller = new AbortController();
        controller.abort();
        expect(await thrown(modelOf().invoke("Hello", { signal: controller.signal }))).toBeInstanceOf(Error);
        expect(gateway.requests).toEqual([]);
      },
    ],
  ];
  test.each(table)("%s", async (_what, check) => {
    await check();
  });

  test.each(["jsonSchema", "functionCalling", "jsonMode"] as const)(
    "structured output by %s, raw too",
    async (method) => {
      if (method === "jsonMode") gateway.enqueue('{"name": "Ada", "age": 36}');
      const model = modelOf().withStructuredOutput(Person, { name: "person", method, includeRaw: true });
      const { parsed, raw } = await model.invoke("Invent a person, as JSON.");
      expect(Person.safeParse(parsed).success).toBe(true);
      expect(raw.response_metadata.routing_metadata).toMatchObject(route);
    },
  );
});

describe("routing", () => {
  test("goes out from the constructor, with that of one call over it", async () => {
    const model = modelOf({ routing: { optimize: "cost" }, gateway: { metadata: { tags: ["a"] } } });
    await model.invoke("Hello");
    expect(sent().gateway).toEqual({ routing: { optimize: "cost" }, metadata: { tags: ["a"] } });
    await model.invoke("Hello", { routing: { optimize: "ttft" } });
    expect(sent().gateway).toEqual({ routing: { optimize: "ttft" }, metadata: { tags: ["a"] } });
    await collect(await model.stream("Hello", { gateway: { metadata: { tags: ["b"] } } }));
    expect(sent().gateway).toEqual({ routing: { optimize: "cost" }, metadata: { tags: ["b"] } });
  });

  test("survives withConfig, bindTools and structured output, which are models still", async () => {
    const model = modelOf({ routing: { optimize: "tps" } });
    const bound = model.bindTools([getWeather], { routing: { optimize: "ttft" } });
    expect(bound).toBeInstanceOf(ChatAuriko);
    await bound.invoke("Hello");
    expect(sent().gateway).toEqual({ routing: { optimize: "ttft" } });
    await (bound as ChatAuriko).withConfig({ seed: 7 }).invoke("Hello");
    expect(sent()).toMatchObject({ seed: 7, tools: [{}], gateway: { routing: { optimize: "ttft" } } });
    await model.withStructuredOutput(Person, { name: "person" }).invoke("A person.");
    expect(sent().gateway).toEqual({ routing: { optimize: "tps" } });
  });

  test("a gateway in modelKwargs is laid over that of the constructor", async () => {
    const modelKwargs = { gateway: { metadata: { user_id: "u" } }, top_k: 5 };
    await modelOf({ routing: { optimize: "cost" }, modelKwargs }).invoke("Hello");
    expect(sent()).toMatchObject({
      top_k: 5,
      gateway: { routing: { optimize: "cost" }, metadata: { user_id: "u" } },
    });
  });

  test("models that OpenAI's own router would ask over the Responses API stay with chat completions", async () => {
    await modelOf({ model: "gpt-5.4" }).invoke("Hello", { reasoning: { summary: "auto" } });
    expect(gateway.lastRequest?.path).toBe("/v1/chat/completions");
  });

  test("mistakes are refused before anything is sent", async () => {
    expect(() => modelOf({ routing: { optimise: "cost" } as never })).toThrow(sdk.BadRequestError);
    const error = await thrown(modelOf().invoke("Hello", { routing: { max_ttft_ms: -1 } }));
    expect(error).toMatchObject({ param: "gateway.routing.max_ttft_ms" });
    expect(gateway.requests).toEqual([]);
  });
});

describe("routing metadata", () => {
  test("comes with plain answers, in the message and in the generation", async () => {
    const { generations } = await modelOf().generate([[new HumanMessage("Hello")]]);
    const [generation] = generations[0] ?? [];
    expect(generation?.generationInfo?.routing_metadata).toMatchObject(route);
    expect((await modelOf().invoke("Hello")).response_metadata.routing_metadata).toMatchObject(route);
  });

  test("comes once with streamed answers, and is whole after the chunks were added up", async () => {
    const chunks = await collect(await modelOf().stream("Hello"));
    const carrying = chunks.filter(({ response_metadata: seen }) => seen.routing_metadata !== undefined);
    expect(carrying).toHaveLength(1);
    expect(sum(chunks).response_metadata.routing_metadata).toEqual(
      carrying[0]?.response_metadata.routing_metadata,
    );
  });

  test("comes with answers that a streaming model adds up by itself", async () => {
    const message = await modelOf({ streaming: true }).invoke("Hello");
    expect(message.response_metadata.routing_metadata).toMatchObject(route);
  });

  test("is each call's own, fifty at the same time", async () => {
    const model = modelOf();
    const ask = async (index: number) => {
      const wanted = index % 2 === 0 ? "gpt-4o" : "gpt-oss-20b";
      const one = modelOf({ model: wanted });
      const message =
        index % 3 === 0 ? sum(await collect(await one.stream("Hello"))) : await one.invoke("Hello");
      expect(message.response_metadata.routing_metadata).toMatchObject({ model_canonical: wanted });
    };
    await Promise.all([...Array.from({ length: 50 }, (_, index) => ask(index)), model.invoke("Hello")]);
  });
});

describe("errors", () => {
  test.each([
    ["a wrong key", { apiKey: "ak_test_wrong" }, sdk.AuthenticationError, "invalid_api_key"],
    ["an unknown model", { model: "no-such-model" }, sdk.NotFoundError, "model_not_found"],
  ])("%s is caught as ours, plain and streamed", async (_case, fields, Class, code) => {
    for (const failing of [modelOf(fields).invoke("Hello"), modelOf(fields).stream("Hello").then(collect)]) {
      const error = await thrown(failing);
      expect(error).toBeInstanceOf(Class);
      expect(error).toMatchObject({ code, lc_error_code: expect.any(String) });
    }
  });

  test("a prompt that is too long is LangChain's error and ours", async () => {
    const message = "This model's maximum context length is 8 tokens.";
    const { baseUrl } = await serve(
      answers.error(400, { message, type: "invalid_request_error", code: "context_length_exceeded" }),
    );
    const error = await thrown(modelOf({ baseUrl }).invoke("Hello"));
    expect(error).toBeInstanceOf(sdk.BadRequestError);
    expect(error).toMatchObject({ name: "ContextOverflowError", code: "context_length_exceeded" });
  });

  test("an overload is waited out by LangChain's own retries", async () => {
    gateway.failNext("503");
    await modelOf({ maxRetries: 1 }).invoke("Hello");
    expect(gateway.requests.map(({ status }) => status)).toEqual([503, 200]);
  });

  test("without a key it says which variable to set", () => {
    vi.stubEnv("AURIKO_API_KEY", undefined);
    vi.stubEnv("OPENAI_API_KEY", "sk-openai");
    expect(() => new ChatAuriko()).toThrow(sdk.AuthenticationError);
  });
});

describe("secrets", () => {
  test("nothing of OpenAI's environment is used or sent", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-openai");
    vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
    vi.stubEnv("OPENAI_ORGANIZATION", "org-secret");
    vi.stubEnv("OPENAI_ORG_ID", "org-secret");
    vi.stubEnv("OPENAI_PROJECT_ID", "proj-secret");
    vi.stubEnv("OPENAI_CUSTOM_HEADERS", "authorization: Bearer sk-stolen\nx-secret: 1");
    await modelOf().invoke("Hello");
    const headers = JSON.stringify(gateway.lastRequest?.headers);
    expect(headers).not.toMatch(/secret|stolen|sk-openai|openai-(organization|project)/i);
    expect(process.env.OPENAI_CUSTOM_HEADERS).toContain("sk-stolen");
  });

  test("the key is in nothing that the model tells about itself", () => {
    const model = modelOf({
      routing: { optimize: "cost" },
      configuration: { defaultHeaders: { "x-secret": "hidden" } },
    });
    const told = JSON.stringify([model, model.toJSON(), model.identifyingParams(), model.getLsParams({})]);
    expect(told).not.toContain(gateway.apiKey);
    expect(told).not.toContain("hidden");
    expect(told).toContain("AURIKO_API_KEY");
    expect(model.toJSON()).toMatchObject({
      id: ["auriko", "langchain", "ChatAuriko"],
      kwargs: { routing: { optimize: "cost" } },
    });
  });

  test("a key that is a function is asked for each request", async () => {
    const apiKey = vi.fn(() => gateway.apiKey);
    const model = modelOf({ apiKey });
    await model.invoke("Hello");
    await model.invoke("Hello");
    expect(apiKey).toHaveBeenCalledTimes(2);
  });
});
