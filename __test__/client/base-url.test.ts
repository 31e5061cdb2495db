import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client } from "../../ts/index";
import { json } from "../support/answers";
import { completion, question } from "../support/chat";
import { KEY, thrown } from "../support/client";
import { serve } from "../support/scripted-server";

const { AURIKO_BASE_URL: before } = process.env;
beforeEach(() => {
  delete process.env.AURIKO_BASE_URL;
});
afterEach(() => {
  delete process.env.AURIKO_BASE_URL;
  if (before !== undefined) process.env.AURIKO_BASE_URL = before;
});

describe("AURIKO_BASE_URL", () => {
  test("is where requests go when the client is told nothing", async () => {
    const server = await serve(json(completion()));
    process.env.AURIKO_BASE_URL = `${server.origin}/`;
    for (const baseUrl of [undefined, ""]) {
      const client = new Client({ apiKey: KEY, baseUrl });
      expect(client.baseUrl).toBe(`${server.origin}/v1`);
      await client.chat.completions.create(question);
    }
    expect(server.requests).toHaveLength(2);
  });

  test("gives way to what the client is told, and stays with what is made of a client", () => {
    process.env.AURIKO_BASE_URL = "http://localhost:1";
    const client = new Client({ apiKey: KEY, baseUrl: "http://localhost:2" });
    expect(client.baseUrl).toBe("http://localhost:2/v1");
    expect(client.withOptions({ maxRetries: 1 }).baseUrl).toBe("http://localhost:2/v1");
  });

  test("counts as missing when it is empty", () => {
    process.env.AURIKO_BASE_URL = " ";
    expect(new Client({ apiKey: KEY }).baseUrl).toBe("https://api.auriko.ai/v1");
  });

  test.each(["localhost", "ftp://a.example", "https://me:secret@a.example", "https://a.example?b"])(
    "of %j is refused by its name, and never shown",
    async (value) => {
      process.env.AURIKO_BASE_URL = value;
      const error = await thrown(Promise.resolve().then(() => new Client({ apiKey: KEY })));
      expect(error).toMatchObject({ name: "BadRequestError", param: "baseUrl" });
      expect((error as Error).message).toContain("`AURIKO_BASE_URL`");
      expect((error as Error).message).not.toContain("secret");
    },
  );
});

test.each([
  ["https://gateway.example/v1/chat/completions", "/chat/completions", "https://gateway.example/v1"],
  ["https://gateway.example/chat/completions/", "/chat/completions", "https://gateway.example/v1"],
  ["https://gateway.example/auriko/v1/responses", "/responses", "https://gateway.example/auriko/v1"],
])("an address of an endpoint, %s, is refused with the base that is meant", (baseUrl, endpoint, base) => {
  const make = () => new Client({ apiKey: KEY, baseUrl });
  expect(make).toThrow(`without ${endpoint}: write ${base}.`);
  expect(new Client({ apiKey: KEY, baseUrl: "https://gateway.example/models" }).baseUrl).toBe(
    "https://gateway.example/models/v1",
  );
});
