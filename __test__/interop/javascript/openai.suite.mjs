import OpenAI from "openai";
import { LengthFinishReasonError } from "openai/error";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { city, collect, expectRetryAfter, rejection, runningGateway } from "./running-gateway.mjs";

const model = "gpt-4o";
const hello = [{ role: "user", content: "Hello" }];
const weather = [{ role: "user", content: "What is the weather in Rome?" }];
const getWeather = { type: "function", function: { name: "get_weather", parameters: city, strict: true } };
const Person = z.object({ name: z.string(), age: z.number().int(), tags: z.array(z.string()) });

describe("openai for JavaScript", () => {
  const running = runningGateway();
  let client;
  beforeAll(() => {
    const { apiKey, baseUrl } = running.gateway;
    client = new OpenAI({ apiKey, baseURL: baseUrl });
  });

  describe("without a word in the program", () => {
    afterEach(() => vi.unstubAllEnvs());

    test("is pointed at the gateway by the environment", async () => {
      vi.stubEnv("OPENAI_BASE_URL", running.gateway.baseUrl);
      vi.stubEnv("OPENAI_API_KEY", running.gateway.apiKey);
      await new OpenAI().chat.completions.create({ model, messages: hello });
      expect(running.gateway.requests).toHaveLength(1);
    });
  });

  describe("chat completions", () => {
    test("answer with the routing metadata beside the usual fields", async () => {
      const { data, request_id } = await client.chat.completions
        .create({ model, messages: hello })
        .withResponse();
      expect(data.choices[0]).toMatchObject({
        message: { role: "assistant", content: expect.stringContaining("Hello"), refusal: null },
        finish_reason: "stop",
      });
      expect(data.usage.total_tokens).toBe(data.usage.prompt_tokens + data.usage.completion_tokens);
      expect(data.routing_metadata).toMatchObject({ provider: "openai", model_canonical: model });
      expect(data._request_id).toBe(request_id);
      expect(request_id).toMatch(/^req_/);
    });

    test("obey routing options that stand in the parameters", async () => {
      const completion = await client.chat.completions.create({
        messages: hello,
        gateway: { models: ["gpt-oss-20b"], routing: { optimize: "ttft", exclude_providers: ["groq"] } },
      });
      expect(completion.routing_metadata.routing_strategy).toBe("ttft");
      expect(completion.routing_metadata.provider).not.toBe("groq");
    });

    test("stream in pieces, with usage and routing metadata at the end", async () => {
      const chunks = await collect(
        await client.chat.completions.create({
          model,
          messages: hello,
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      const pieces = chunks.map(({ choices }) => choices[0]?.delta.content).filter(Boolean);
      expect(pieces.length).toBeGreaterThan(3);
      expect(pieces.join("")).toContain("Hello");
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
      expect(chunks.some((chunk) => chunk.routing_metadata?.provider === "openai")).toBe(true);
    });

    test("feed the stream helper, which adds the chunks up", async () => {
      const stream = client.chat.completions.stream({
        model,
        messages: hello,
        stream_options: { include_usage: true },
      });
      const deltas = [];
      stream.on("content", (delta) => deltas.push(delta));
      const completion = await stream.finalChatCompletion();
      expect(completion.choices[0]).toMatchObject({
        message: { content: deltas.join("") },
        finish_reason: "stop",
      });
      expect((await stream.totalUsage()).total_tokens).toBeGreaterThan(0);
    });

    test("can be aborted in mid-stream, and the gateway notices", async () => {
      running.gateway.enqueue({ content: "Never ends.", fault: "stall;after=1" });
      const stream = await client.chat.completions.create({ model, messages: hello, stream: true });
      for await (const _chunk of stream) break;
      await expect(running.gateway.lastRequest.closed).resolves.toBe("client");
    });

    test("call tools and take their results", async () => {
      const asked = [];
      const runner = client.chat.completions.runTools({
        model,
        messages: weather,
        tools: [
          {
            type: "function",
            function: {
              name: "get_weather",
              parameters: city,
              parse: JSON.parse,
              function: (args) => {
                asked.push(args);
                return "22 degrees";
              },
            },
          },
        ],
      });
      expect(await runner.finalContent()).toContain("22 degrees");
      expect(asked).toEqual([{ city: "Rome" }]);
      expect(running.gateway.requests).toHaveLength(2);
    });

    test("stream tool calls whose arguments add up", async () => {
      const message = await client.chat.completions
        .stream({ model, messages: weather, tools: [getWeather] })
        .finalMessage();
      expect(message.tool_calls).toMatchObject([
        { id: expect.stringMatching(/^call_/), type: "function", function: { name: "get_weather" } },
      ]);
      expect(JSON.parse(message.tool_calls[0].function.arguments)).toEqual({ city: "Rome" });
    });

    test("give data that fits a schema", async () => {
      const completion = await client.chat.completions.parse({
        model,
        messages: hello,
        response_format: zodResponseFormat(Person, "person"),
      });
      expect(Person.safeParse(completion.choices[0].message.parsed).success).toBe(true);
    });

    test("that are cut off are told apart from data", async () => {
      const error = await rejection(
        client.chat.completions.parse({
          model,
          messages: hello,
          max_completion_tokens: 2,
          response_format: zodResponseFormat(Person, "person"),
        }),
      );
      expect(error).toBeInstanceOf(LengthFinishReasonError);
    });

    test("give several choices with their log probabilities", async () => {
      const { choices } = await client.chat.completions.create({
        model,
        messages: hello,
        n: 2,
        logprobs: true,
        top_logprobs: 3,
      });
      expect(choices.map(({ index }) => index)).toEqual([0, 1]);
      expect(choices[1].logprobs.content[0]).toMatchObject({
        token: expect.any(String),
        logprob: expect.any(Number),
      });
      expect(choices[1].logprobs.content[0].top_logprobs).toHaveLength(3);
    });

    test("look at pictures", async () => {
      const completion = await client.chat.completions.create({
        model,
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
            ],
          },
        ],
      });
      expect(completion.usage.prompt_tokens).toBeGreaterThan(700);
    });

    test("think when they are asked to", async () => {
      const completion = await client.chat.completions.create({
        model: "gpt-oss-20b",
        messages: hello,
        reasoning_effort: "high",
      });
      expect(completion.choices[0].message.reasoning_content).toBeTruthy();
      expect(completion.usage.completion_tokens_details.reasoning_tokens).toBeGreaterThan(0);
    });
  });

  describe("responses", () => {
    test("answer, with the text gathered in output_text", async () => {
      const response = await client.responses.create({ model, input: "Hello", instructions: "Be brief." });
      expect(response).toMatchObject({ object: "response", status: "completed" });
      expect(response.output_text).toContain("Hello");
      expect(response.usage.input_tokens).toBeGreaterThan(0);
    });

    test("stream events whose deltas are the final text", async () => {
      const events = await collect(await client.responses.create({ model, input: "Hello", stream: true }));
      const deltas = events.filter(({ type }) => type === "response.output_text.delta");
      const last = events.at(-1);
      expect(events[0].type).toBe("response.created");
      expect(last.type).toBe("response.completed");
      expect(last.response.output[0].content[0].text).toBe(deltas.map(({ delta }) => delta).join(""));
      expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
    });

    test("feed the stream helper, which adds the events up", async () => {
      const stream = client.responses.stream({ model, input: "Hello" });
      expect((await stream.finalResponse()).output_text).toContain("Hello");
    });

    test("call tools and take their results", async () => {
      const tools = [{ type: "function", name: "get_weather", parameters: city, strict: true }];
      const input = [...weather];
      const first = await client.responses.create({ model, input, tools });
      const call = first.output.find(({ type }) => type === "function_call");
      expect(JSON.parse(call.arguments)).toEqual({ city: "Rome" });
      input.push(...first.output, {
        type: "function_call_output",
        call_id: call.call_id,
        output: "22 degrees",
      });
      expect((await client.responses.create({ model, input, tools })).output_text).toContain("22 degrees");
    });

    test("stream tool calls whose arguments add up", async () => {
      const response = await client.responses
        .stream({
          model,
          input: weather,
          tools: [{ type: "function", name: "get_weather", parameters: city, strict: true }],
        })
        .finalResponse();
      const call = response.output.find(({ type }) => type === "function_call");
      expect(JSON.parse(call.arguments)).toEqual({ city: "Rome" });
    });

    test("give data that fits a schema", async () => {
      const response = await client.responses.parse({
        model,
        input: "Invent a person.",
        text: { format: zodTextFormat(Person, "person") },
      });
      expect(Person.safeParse(response.output_parsed).success).toBe(true);
    });
  });

  describe("models", () => {
    test("are listed, page after page", async () => {
      const models = await collect(client.models.list());
      expect(models.map(({ id }) => id)).toContain(model);
    });

    test("are retrieved by id", async () => {
      expect(await client.models.retrieve(model)).toMatchObject({
        id: model,
        object: "model",
        owned_by: "auriko",
      });
    });

    test("that do not exist are a NotFoundError", async () => {
      const error = await rejection(client.models.retrieve("no-such-model"));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    });
  });

  describe("errors", () => {
    test("a wrong key is an AuthenticationError", async () => {
      const stranger = client.withOptions({ apiKey: "ak_test_wrong" });
      const error = await rejection(stranger.chat.completions.create({ model, messages: hello }));
      expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
      expect(error).toMatchObject({ status: 401, code: "invalid_api_key", type: "authentication_error" });
    });

    test("an unknown model is a NotFoundError that names the parameter", async () => {
      const error = await rejection(
        client.chat.completions.create({ model: "no-such-model", messages: hello }),
      );
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error).toMatchObject({ code: "model_not_found", param: "model" });
      expect(error.requestID).toMatch(/^req_/);
    });

    test("a bad parameter is a BadRequestError that names it", async () => {
      const error = await rejection(
        client.chat.completions.create({ model, messages: hello, temperature: 7 }),
      );
      expect(error).toBeInstanceOf(OpenAI.BadRequestError);
      expect(error).toMatchObject({ param: "temperature" });
    });

    test("a rate limit is waited out and tried again", async () => {
      await expectRetryAfter(running.gateway, () =>
        client.chat.completions.create({ model, messages: hello }),
      );
    });

    test("a rate limit without retries is a RateLimitError with its headers", async () => {
      running.gateway.failNext("429;retry-after=7");
      const error = await rejection(
        client.chat.completions.create({ model, messages: hello }, { maxRetries: 0 }),
      );
      expect(error).toBeInstanceOf(OpenAI.RateLimitError);
      expect(error.headers.get("retry-after")).toBe("7");
    });

    test("a connection that breaks before the answer is tried again", async () => {
      running.gateway.failNext("reset;at=start");
      await client.chat.completions.create({ model, messages: hello });
      expect(running.gateway.requests).toHaveLength(2);
    });

    test("an error in mid-stream ends the iteration with an APIError", async () => {
      running.gateway.failNext("error-event;after=2;code=upstream_error");
      const stream = await client.chat.completions.create({ model, messages: hello, stream: true });
      const error = await rejection(collect(stream));
      expect(error).toBeInstanceOf(OpenAI.APIError);
      expect(error.code).toBe("upstream_error");
    });
  });
});
