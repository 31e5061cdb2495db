import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as sdk from "../../ts/index";
import * as answers from "../support/answers";
import { question } from "../support/chat";
import { KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { type Copy, copyNames, load } from "./copies";
import { completion, metadata } from "./scripts";

describe.each(copyNames)("with %s", (name) => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await load(name);
  });
  beforeEach(() => vi.stubEnv("AURIKO_API_KEY", undefined));
  afterEach(() => vi.unstubAllEnvs());

  test("the key comes from the argument, else from AURIKO_API_KEY, and never from OPENAI_API_KEY", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-openai");
    vi.stubEnv("OPENAI_ADMIN_KEY", "sk-admin");
    expect(() => new copy.AurikoOpenAI()).toThrow(sdk.AuthenticationError);
    expect(() => new copy.AurikoOpenAI({ apiKey: "" })).toThrow(sdk.AuthenticationError);
    vi.stubEnv("AURIKO_API_KEY", KEY);
    const server = await serve(answers.json(completion()));
    const asked = async (options: object) => {
      const client = new copy.AurikoOpenAI({ baseURL: server.baseUrl, ...options });
      await client.chat.completions.create(question);
      return server.requests.at(-1)?.headers.authorization;
    };
    expect(await asked({})).toBe(`Bearer ${KEY}`);
    expect(await asked({ apiKey: "ak_test_other" })).toBe("Bearer ak_test_other");
    expect(await asked({ apiKey: () => "ak_test_asked" })).toBe("Bearer ak_test_asked");
    expect(await asked({ apiKey: async () => "ak_test_awaited" })).toBe("Bearer ak_test_awaited");
  });

  test("nothing of OpenAI's environment reaches the server", async () => {
    vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
    vi.stubEnv("OPENAI_ORG_ID", "org-secret");
    vi.stubEnv("OPENAI_PROJECT_ID", "proj-secret");
    vi.stubEnv("OPENAI_ADMIN_KEY", "sk-admin");
    vi.stubEnv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer sk-stolen\nX-Secret: 1");
    const server = await serve(answers.json(completion()));
    const client = new copy.AurikoOpenAI({
      apiKey: KEY,
      baseURL: server.baseUrl,
      defaultHeaders: { "x-mine": "1" },
    });
    await client.chat.completions.create(question);
    await client.withOptions({ timeout: 1_000 }).chat.completions.create(question);
    for (const { head, headers } of server.requests) {
      expect(head).not.toMatch(/secret|stolen|admin|openai-(organization|project)/i);
      expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, "x-mine": "1" });
    }
    expect(server.requests).toHaveLength(2);
  });

  test("the base URL follows the rules of our own client", () => {
    const at = (baseURL?: string | null) => new copy.AurikoOpenAI({ apiKey: KEY, baseURL }).baseURL;
    const own = (baseUrl?: string) => new sdk.Client({ apiKey: KEY, baseUrl }).baseUrl;
    expect(at()).toBe(own());
    expect(at(null)).toBe(own());
    expect(at("http://localhost:8787/")).toBe("http://localhost:8787/v1");
    expect(at("http://localhost:8787/v1///")).toBe("http://localhost:8787/v1");
    expect(() => at("localhost")).toThrow(sdk.BadRequestError);
  });

  test("a `baseUrl`, which OpenAI's client would ignore, is refused", () => {
    const options = { apiKey: KEY, baseUrl: "http://localhost:8787" };
    expect(() => new copy.AurikoOpenAI(options as never)).toThrow(/called `baseURL` here/);
    expect(() => new copy.AurikoOpenAI({ apiKey: KEY, baseUrl: undefined } as never)).not.toThrow();
  });

  test("credentials of OpenAI's are refused", () => {
    const options = { apiKey: KEY, workloadIdentity: {} };
    expect(() => new copy.AurikoOpenAI(options as never)).toThrow(/takes an Auriko key/);
  });

  test("a fetch that is given is used, once per request, also by clones of clones", async () => {
    const given = vi.fn(async () => Response.json(completion()));
    const onResponse = vi.fn();
    const client = new copy.AurikoOpenAI({ apiKey: KEY, fetch: given as never, onResponse });
    const clone = client.withOptions({ maxRetries: 0 }).withOptions({ timeout: 1_000 });
    expect(clone).toBeInstanceOf(copy.AurikoOpenAI);
    expect(clone.baseURL).toBe(client.baseURL);
    await clone.chat.completions.create(question);
    expect(given).toHaveBeenCalledTimes(1);
    expect(onResponse).toHaveBeenCalledTimes(1);
    expect(clone.lastRoutingMetadata).toEqual(metadata());
    expect(client.lastRoutingMetadata).toBeNull();
  });

  test("clones take over key and address, unless they are given others", async () => {
    const server = await serve(answers.json(completion()));
    const other = await serve(answers.json(completion()));
    const client = new copy.AurikoOpenAI({ apiKey: KEY, baseURL: server.baseUrl });
    await client.withOptions({ maxRetries: 1 }).chat.completions.create(question);
    await client
      .withOptions({ baseURL: other.baseUrl, apiKey: "ak_test_other" })
      .chat.completions.create(question);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`]);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer ak_test_other"]);
  });

  test("it is an OpenAI client, and what Auriko adds to a request goes out as it is", async () => {
    const server = await serve(answers.json(completion()));
    const client = new copy.AurikoOpenAI({ apiKey: KEY, baseURL: server.baseUrl });
    expect(client).toBeInstanceOf(copy.OpenAI);
    const gateway = { routing: { optimize: "cost" } } as const;
    await client.chat.completions.create({ ...question, gateway, extensions: { openai: { top_k: 1 } } });
    expect(server.requests[0]?.json()).toEqual({
      ...question,
      gateway,
      extensions: { openai: { top_k: 1 } },
    });
  });
});
