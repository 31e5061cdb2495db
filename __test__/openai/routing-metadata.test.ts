import { beforeAll, describe, expect, test, vi } from "vitest";
import type { AurikoOpenAIOptions } from "../../ts/openai";
import * as answers from "../support/answers";
import { event, completion as plain, question } from "../support/chat";
import { KEY, thrown } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";
import { type Copy, copyNames, load } from "./copies";
import { chunks, completion, metadata, streamed } from "./scripts";

const streamQuestion = { ...question, stream: true } as const;

describe.each(copyNames)("with %s", (name) => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await load(name);
  });
  const clientOf = async (options: AurikoOpenAIOptions, ...script: Answer[]) => {
    const { baseUrl } = await serve(...script);
    return new copy.AurikoOpenAI({ apiKey: KEY, baseURL: baseUrl, maxRetries: 0, ...options });
  };

  test("a plain answer's route is there as soon as the answer is", async () => {
    const client = await clientOf({}, answers.json(completion()));
    expect(client.lastRoutingMetadata).toBeNull();
    const result = await client.chat.completions.create(question);
    expect(client.lastRoutingMetadata).toEqual(metadata());
    expect(result.routing_metadata?.cost?.usd).toBe(0.25);
  });

  test("a streamed answer's route is there when the loop ends, also when the connection stays open", async () => {
    const client = await clientOf(
      {},
      answers.hangAfter(`${answers.streamHead()}${streamed()}`),
      answers.stream(streamed()),
    );
    if (name.includes("7")) {
      for await (const _chunk of await client.chat.completions.create(streamQuestion));
      expect(client.lastRoutingMetadata).toEqual(metadata());
    } else await client.chat.completions.create(streamQuestion);
    let text = "";
    for await (const chunk of await client.chat.completions.create(streamQuestion)) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text).toBe("Hi.");
    expect(client.lastRoutingMetadata).toEqual(metadata());
  });

  test("a stream that ends without [DONE], or that is left early, still has its route", async () => {
    const client = await clientOf({}, answers.stream(chunks().join("")), answers.stream(streamed()));
    for await (const _chunk of await client.chat.completions.create(streamQuestion));
    expect(client.lastRoutingMetadata).toEqual(metadata());
    for await (const chunk of await client.chat.completions.create(streamQuestion)) {
      if (chunk.routing_metadata) break;
    }
    expect(client.lastRoutingMetadata).toEqual(metadata());
  });

  test("any cut between the bytes of a stream changes nothing", async () => {
    const bytes = Buffer.from(streamed("Grüße 🦀"));
    const inPieces: Answer = async (exchange) => {
      await exchange.write(answers.streamHead());
      for (let at = 0; at < bytes.length; at += 7) await exchange.write(bytes.subarray(at, at + 7));
      exchange.end();
    };
    const client = await clientOf({}, inPieces);
    let text = "";
    for await (const chunk of await client.chat.completions.create(streamQuestion)) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text).toBe("Grüße 🦀");
    expect(client.lastRoutingMetadata).toEqual(metadata());
  });

  test("chunks are handed on as they come, before the stream has ended", async () => {
    const [first = "", ...rest] = chunks("abc");
    let seen: () => void = () => {};
    const firstSeen = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const client = await clientOf({}, async (exchange) => {
      await exchange.write(answers.streamHead() + first);
      await firstSeen;
      exchange.end(`${rest.join("")}data: [DONE]\n\n`);
    });
    let text = "";
    for await (const chunk of await client.chat.completions.create(streamQuestion)) {
      text += chunk.choices[0]?.delta.content ?? "";
      seen();
    }
    expect(text).toBe("abc");
  });

  test("responses have a route too, plain and streamed", async () => {
    const response = { id: "resp_1", object: "response", status: "completed", model: "gpt-5.4", output: [] };
    const routed = { ...response, routing_metadata: metadata("openai") };
    const completed = event({ type: "response.completed", sequence_number: 0, response: routed });
    const client = await clientOf({}, answers.json(routed), answers.stream(completed));
    await client.responses.create({ model: "gpt-5.4", input: "Hello" });
    expect(client.lastRoutingMetadata?.provider).toBe("openai");
    for await (const _event of await client.responses.create({
      model: "gpt-5.4",
      input: "Hello",
      stream: true,
    }));
    expect(client.lastRoutingMetadata?.provider).toBe("openai");
  });

  test("any request forgets the last route: one that fails, and one whose answer has none", async () => {
    const client = await clientOf(
      {},
      answers.json(completion()),
      answers.error(429, { type: "rate_limit_error", code: "rate_limit_exceeded" }),
      answers.json(completion()),
      answers.json(plain()),
    );
    await client.chat.completions.create(question);
    await thrown(client.chat.completions.create(question));
    expect(client.lastRoutingMetadata).toBeNull();
    await client.chat.completions.create(question);
    await client.chat.completions.create(question);
    expect(client.lastRoutingMetadata).toBeNull();
  });

  test.each([null, "fast", 7, []])("a routing_metadata of %j is none, and breaks nothing", async (odd) => {
    const client = await clientOf({}, answers.json({ ...plain(), routing_metadata: odd }));
    await client.chat.completions.create(question);
    expect(client.lastRoutingMetadata).toBeNull();
  });

  test("onResponse is called once for each answer that has a route", async () => {
    const onResponse = vi.fn();
    const client = await clientOf(
      { onResponse },
      answers.json(completion()),
      answers.stream(streamed()),
      answers.json(plain()),
    );
    await client.chat.completions.create(question);
    for await (const _chunk of await client.chat.completions.create(streamQuestion));
    await client.chat.completions.create(question);
    expect(onResponse.mock.calls).toEqual([[metadata()], [metadata()]]);
  });

  test("what onResponse throws or rejects with is told to the client's logger, and to nobody else", async () => {
    const warn = vi.fn();
    const logger = { error: vi.fn(), warn, info: vi.fn(), debug: vi.fn() };
    const failures: (() => unknown)[] = [
      () => {
        throw new Error("thrown");
      },
      () => Promise.reject(new Error("rejected")),
    ];
    const client = await clientOf(
      { logger, onResponse: () => void failures.shift()?.() },
      answers.json(completion()),
    );
    await client.chat.completions.create(question);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^onResponse failed: Error: thrown/)]]);
    const rejecting = await clientOf(
      { logger, onResponse: failures[0] as () => void },
      answers.json(completion()),
    );
    await rejecting.chat.completions.create(question);
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(2));
    const quiet = await clientOf(
      {
        logger,
        logLevel: "off",
        onResponse: () => {
          throw new Error("unheard");
        },
      },
      answers.json(completion()),
    );
    await quiet.chat.completions.create(question);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  test.each([
    ["an async function", async () => {}],
    ["an async method", { async onResponse() {} }.onResponse],
    ["a text", "log"],
  ])("onResponse can't be %s", (_name, onResponse) => {
    expect(() => new copy.AurikoOpenAI({ apiKey: KEY, onResponse: onResponse as never })).toThrow(TypeError);
  });

  test("fifty calls at the same time each see their own route, plain and streamed", async () => {
    const client = await clientOf({}, ({ request, socket }) => {
      const { model, stream } = request.json() as { model: string; stream?: boolean };
      const exchange = {
        write: (bytes: string) => socket.write(bytes),
        end: (bytes: string) => socket.end(bytes),
      };
      setTimeout(() => {
        if (stream) exchange.end(answers.streamHead() + streamed("Hi.", model));
        else {
          const text = JSON.stringify(completion("Hi.", model));
          exchange.write(
            answers.head(200, { "content-type": "application/json", "content-length": String(text.length) }) +
              text,
          );
        }
      }, Math.random() * 30);
    });
    const ask = (index: number) =>
      client.withRoutingMetadata(async () => {
        const params = { ...question, model: `p${index}` };
        await client.chat.completions.create(params);
        for await (const _chunk of await client.chat.completions.create({ ...params, stream: true }));
        return index;
      });
    const captures = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index)));
    for (const { result, routingMetadata, lastRoutingMetadata, costUsd } of captures) {
      expect(routingMetadata.map(({ provider }) => provider)).toEqual([`p${result}`, `p${result}`]);
      expect(lastRoutingMetadata?.provider).toBe(`p${result}`);
      expect(costUsd).toBe(0.5);
    }
  });

  test("a stream that is read outside of the function that asked for it is added when it ends", async () => {
    const client = await clientOf({}, answers.stream(streamed()));
    const capture = await client.withRoutingMetadata(() => client.chat.completions.create(streamQuestion));
    expect(capture.routingMetadata).toEqual([]);
    for await (const _chunk of capture.result);
    expect(capture.routingMetadata).toEqual([metadata()]);
  });

  test("captures within each other, clients made by withOptions, and failures inside", async () => {
    const client = await clientOf({}, answers.json(completion()));
    const clone = client.withOptions({ timeout: 5_000 });
    const outer = await client.withRoutingMetadata(async () => {
      await client.chat.completions.create(question);
      return client.withRoutingMetadata(() => clone.chat.completions.create(question));
    });
    expect(outer.routingMetadata).toHaveLength(2);
    expect(outer.result.routingMetadata).toHaveLength(1);
    await expect(client.withRoutingMetadata(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  });

  test("asResponse() gives an answer that can be read in any way", async () => {
    const client = await clientOf({}, answers.json(completion()), answers.stream(streamed()));
    const response = await client.chat.completions.create(question).asResponse();
    expect(await response.json()).toEqual(completion());
    expect(client.lastRoutingMetadata).toEqual(metadata());
    const raw = await client.chat.completions.create(streamQuestion).asResponse();
    expect(await raw.text()).toBe(streamed());
  });
});
