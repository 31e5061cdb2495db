import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { ChatOpenAI } from "@langchain/openai";
import ky from "ky";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { createFetch } from "../../ts/index";
import { json, error as refusal, stream } from "../support/answers";
import { ca, localhost } from "../support/certificates";
import { answerOf, completion } from "../support/chat";
import { clientOf, thrown } from "../support/client";
import { startProxy } from "../support/proxy";
import { type Answer, serveTls } from "../support/scripted-server";

/** An address, and a fetch that gets there: over TLS with a certificate of our own, through a proxy. */
async function behindProxy(...answers: Answer[]) {
  const server = await serveTls(localhost, ...answers);
  const proxy = await startProxy();
  const baseURL = `https://localhost:${server.port}/v1`;
  const fetch = createFetch(clientOf({ baseUrl: baseURL }, { proxy: proxy.url, ca }), { auth: true });
  return { server, proxy, baseURL, fetch };
}

const messages = [{ role: "user" as const, content: "Hello" }];

describe("through a proxy and with certificates of the client's", () => {
  test("openai completes and streams", async () => {
    const { baseURL, fetch, proxy } = await behindProxy(
      json(completion("Hi.")),
      stream(answerOf("Hel", "lo")),
    );
    const openai = new OpenAI({ apiKey: "unused", baseURL, fetch, maxRetries: 0 });
    const whole = await openai.chat.completions.create({ model: "gpt-5.4", messages });
    expect(whole.choices[0]?.message.content).toBe("Hi.");
    let text = "";
    for await (const chunk of await openai.chat.completions.create({
      model: "gpt-5.4",
      messages,
      stream: true,
    })) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text).toBe("Hello");
    expect(proxy.requests[0]?.method).toBe("CONNECT");
  });

  test("LangChain's ChatOpenAI answers and streams", async () => {
    const { baseURL, fetch } = await behindProxy(json(completion("Hi.")), stream(answerOf("Hel", "lo")));
    const model = new ChatOpenAI({
      model: "gpt-5.4",
      apiKey: "unused",
      maxRetries: 0,
      configuration: { baseURL, fetch },
    });
    expect((await model.invoke("Hello")).text).toBe("Hi.");
    let text = "";
    for await (const chunk of await model.stream("Hello")) text += chunk.text;
    expect(text).toBe("Hello");
  });

  test("the AI SDK's provider for compatible servers generates", async () => {
    const { baseURL, fetch, server } = await behindProxy(json(completion("Hi.")));
    const model = createOpenAICompatible({ name: "auriko", baseURL, fetch })("gpt-5.4");
    const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hello" }] }];
    const { content } = await model.doGenerate({ prompt });
    expect(content).toEqual([{ type: "text", text: "Hi." }]);
    expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer /);
  });

  test("ky gets its JSON, sends some, and retries by its own rules", async () => {
    const { baseURL, fetch, server } = await behindProxy(
      refusal(503, {}),
      json({ data: [] }),
      json({ ok: true }),
    );
    const api = ky.create({ fetch, retry: { limit: 1, delay: () => 1 } });
    expect(await api.get(`${baseURL}/models`).json()).toEqual({ data: [] });
    expect(await api.post(`${baseURL}/chat/completions`, { json: { model: "gpt-5.4" } }).json()).toEqual({
      ok: true,
    });
    expect(server.requests).toHaveLength(3);
    expect(server.requests[2]?.body.toString()).toBe('{"model":"gpt-5.4"}');
  });
});

test("a server that the client doesn't trust is a failed fetch that says so", async () => {
  const server = await serveTls(localhost, json({}));
  const fetch = createFetch(clientOf({ baseUrl: `https://localhost:${server.port}` }));
  expect(await thrown(fetch(`https://localhost:${server.port}/`))).toMatchObject({
    message: "fetch failed",
    cause: { name: "APIConnectionError" },
  });
  expect(server.requests).toEqual([]);
});

test("a proxy's password stands in no error", async () => {
  const proxy = await startProxy(
    () => "HTTP/1.1 407 Denied\r\nx-why: not-for-your-eyes\r\ncontent-length: 0\r\n\r\n",
  );
  const address = proxy.url.replace("//", "//user:not-for-your-eyes@");
  const fetch = createFetch(clientOf({ baseUrl: "https://api.example" }, { proxy: address }));
  const error = (await thrown(fetch("https://api.example/"))) as Error;
  const { cause } = error as { cause: Error };
  expect(`${error.stack} ${cause.stack} ${JSON.stringify(cause)}`).not.toContain("not-for-your-eyes");
});
