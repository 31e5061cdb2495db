import { describe, expect, test } from "vitest";
import { VERSION } from "../../ts/version";
import { hangUp, json } from "../support/answers";
import { completion, question } from "../support/chat";
import { caught, clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";

describe("what a request says of itself", () => {
  test("is the key, the version, and what it sends and takes", async () => {
    const server = await serve(json(completion()), json({}), hangUp);
    const client = clientOf(server);
    await client.chat.completions.create(question);
    await client.me.get();
    await caught(client.chat.completions.create({ ...question, stream: true }));
    const [post, get, streaming] = server.requests.map(({ headers }) => headers);
    expect(post).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "content-type": "application/json",
      accept: "application/json",
      "content-length": String(server.requests[0]?.body.length),
    });
    expect(post?.["user-agent"]).toContain(VERSION);
    expect(get?.["content-type"]).toBeUndefined();
    expect(get?.authorization).toBe(`Bearer ${KEY}`);
    expect(streaming?.accept).toContain("text/event-stream");
  });

  test("does not tell more than that", async () => {
    const server = await serve(json(completion()));
    await clientOf(server).chat.completions.create(question);
    const names = Object.keys(server.requests[0]?.headers ?? {}).sort();
    expect(names).toEqual([
      "accept",
      "accept-encoding",
      "authorization",
      "content-length",
      "content-type",
      "host",
      "user-agent",
    ]);
  });
});

describe("own headers", () => {
  test("of the client, of withOptions() and of one request are laid over each other", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server, { headers: { "X-A": "client", "x-b": "client", "x-c": "client" } });
    const child = client.withOptions({ headers: { "x-b": "child", "x-c": null } });
    await child.chat.completions.create(question, { headers: { "x-d": "request", "X-a": "request" } });
    await client.chat.completions.create(question, { headers: { "x-b": null } });
    await client.chat.completions.create(question);
    expect(
      server.requests.map(({ headers }) => [headers["x-a"], headers["x-b"], headers["x-c"], headers["x-d"]]),
    ).toEqual([
      ["request", "child", undefined, "request"],
      ["client", undefined, "client", undefined],
      ["client", "client", "client", undefined],
    ]);
  });

  test("may be a Map, a Headers object, and hold latin1 text", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server);
    await client.chat.completions.create(question, { headers: new Map([["x-a", "Grüße"]]) as never });
    await client.chat.completions.create(question, { headers: new Headers({ "x-a": "1" }) as never });
    await client.chat.completions.create(question, { headers: { "x-a": " padded\t" } });
    expect(server.requests.map(({ headers }) => headers["x-a"])).toEqual(["Grüße", "1", "padded"]);
  });

  test("may replace what the SDK would say, the key included", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server, { headers: { "user-agent": "mine/1.0" } });
    await client.chat.completions.create(question, {
      headers: { authorization: "Bearer of-a-session", accept: "application/vnd.x+json" },
    });
    expect(server.requests[0]?.headers).toMatchObject({
      "user-agent": "mine/1.0",
      authorization: "Bearer of-a-session",
      accept: "application/vnd.x+json",
    });
  });

  test("of one request never show up in another", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server);
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        client.chat.completions.create(
          { ...question, seed: index },
          index % 2 ? { headers: { "x-n": String(index) } } : {},
        ),
      ),
    );
    for (const request of server.requests) {
      const seed = request.json().seed as number;
      expect(request.headers["x-n"]).toBe(seed % 2 ? String(seed) : undefined);
    }
  });
});
