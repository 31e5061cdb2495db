import { describe, expect, test } from "vitest";
import { APIStatusError } from "../../ts/index";
import { body, json, stream } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf, KEY, textOf } from "../support/client";
import { serve } from "../support/scripted-server";

const to = (status: number, location: string) => body(status, "", { location });

describe("a redirect within the origin", () => {
  test.each([301, 302, 303])("with status %i turns a POST into a GET without a body", async (status) => {
    const server = await serve(to(status, "/v1/moved"), json(completion("Here.")));
    const result = await clientOf(server).chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Here.");
    const [, second] = server.requests;
    expect(second).toMatchObject({ method: "GET", target: "/v1/moved" });
    expect(second?.body).toHaveLength(0);
    expect(second?.headers["content-type"]).toBeUndefined();
    expect(second?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test.each([307, 308])("with status %i repeats method and body", async (status) => {
    const server = await serve(to(status, "chat/moved?a=1"), json(completion("Here.")));
    await clientOf(server).chat.completions.create(question);
    const [first, second] = server.requests;
    expect(second).toMatchObject({ method: "POST", target: "/v1/chat/chat/moved?a=1" });
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("is followed for a stream, and counts as one attempt", async () => {
    const server = await serve(to(307, "/v1/streams"), stream(answerOf("Hel", "lo")));
    const opened = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect(opened.attempts).toBe(1);
    expect(await textOf(opened)).toBe("Hello");
  });

  test("that never ends is given up", async () => {
    const server = await serve(to(307, "/v1/round-and-round"));
    const failure = await caught(clientOf(server, { maxRetries: 2 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(APIStatusError);
    expect(failure).toMatchObject({ attempts: 1, retryable: false });
    expect(failure.message).toMatch(/redirect/);
    expect(server.requests.length).toBeLessThan(25);
  });
});

describe("a redirect to another origin", () => {
  test.each([301, 302, 303, 307, 308])(
    "with status %i is an error, and the key stays here",
    async (status) => {
      const elsewhere = await serve(json(completion("Gotcha.")));
      const server = await serve(to(status, `${elsewhere.baseUrl}/chat/completions?token=private`));
      const failure = await caught(clientOf(server, { maxRetries: 2 }).chat.completions.create(question));
      expect(failure).toBeInstanceOf(APIStatusError);
      expect(failure).toMatchObject({ statusCode: status, attempts: 1, retryable: false });
      expect(failure.message).toContain(elsewhere.origin);
      expect(failure.message).toContain("baseUrl");
      expect(failure.message).not.toContain("private");
      expect(elsewhere.connections).toBe(0);
    },
  );

  test("hidden behind one within the origin is refused as well", async () => {
    const elsewhere = await serve(json(completion("Gotcha.")));
    const server = await serve(to(307, "/v1/next"), to(307, elsewhere.baseUrl));
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure.statusCode).toBe(307);
    expect(elsewhere.connections).toBe(0);
  });

  test.each(["//127.0.0.1:1/v1", "https://127.0.0.1/v1", "ftp://127.0.0.1/", "http://[oops"])(
    "written as %j is refused",
    async (location) => {
      const server = await serve(to(302, location), json(completion()));
      const failure = await caught(clientOf(server).chat.completions.create(question));
      expect(failure).toMatchObject({ statusCode: 302, retryable: false });
      expect(server.requests).toHaveLength(1);
    },
  );

  test("is refused for a raw answer and a stream too", async () => {
    const elsewhere = await serve(json(completion("Gotcha.")));
    const server = await serve(to(302, elsewhere.baseUrl));
    const client = clientOf(server);
    await caught(client.chat.completions.create(question).asResponse());
    await caught(client.chat.completions.create({ ...question, stream: true }));
    expect(elsewhere.connections).toBe(0);
  });
});

test("a status of 304 or 300 is an error, not a puzzle", async () => {
  const server = await serve(body(304, ""), body(300, ""));
  const client = clientOf(server);
  expect((await caught(client.me.get())).statusCode).toBe(304);
  expect((await caught(client.me.get())).statusCode).toBe(300);
});
