import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../ts";
import { EventDecoder } from "../../ts/native/event-decoder";

let server: Server;
let events: string[] = [];
let client: Client;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`${events.map((event) => `data: ${event}\n\n`).join("")}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new Client({
    apiKey: "ak_test",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});

afterAll(() => {
  client.close();
  server.close();
});

async function receive(sent: readonly string[]): Promise<unknown[]> {
  events = [...sent];
  const stream = await client.chat.completions.create({ model: "m", messages: [], stream: true });
  const received: unknown[] = [];
  for await (const chunk of stream) received.push(chunk);
  return received;
}

/** Streams as servers send them: runs of chunks that differ in one text, now and then in something else. */
const chunks = fc.array(
  fc.record({
    id: fc.constantFrom("c1", "c2"),
    created: fc.integer({ min: 1, max: 2 }),
    choices: fc.array(
      fc.record(
        {
          index: fc.nat(1),
          delta: fc.oneof(
            fc.record({ content: fc.string({ unit: "grapheme", maxLength: 6 }) }),
            fc.record({ reasoning_content: fc.string({ maxLength: 4 }) }),
            fc.record({
              tool_calls: fc.tuple(
                fc.record({ index: fc.nat(1), function: fc.record({ arguments: fc.json() }) }),
              ),
            }),
          ),
          logprobs: fc.option(
            fc.record({
              content: fc.tuple(
                fc.record({
                  token: fc.string({ maxLength: 2 }),
                  logprob: fc.double({ max: 0, noDefaultInfinity: true, noNaN: true }),
                  bytes: fc.option(fc.array(fc.nat(255), { maxLength: 3 })),
                }),
              ),
            }),
          ),
        },
        { requiredKeys: ["index", "delta"] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    unknown: fc.oneof(fc.constant(null), fc.constant({ nested: { list: [1, { a: [] }] } })),
  }),
  // A stream without any choice is a truncated one.
  { minLength: 1, maxLength: 12 },
);

test("what a loop gets equals what parsing each event would have given, key for key", async () => {
  await fc.assert(
    fc.asyncProperty(chunks, async (stream) => {
      const texts = stream.map((chunk) => JSON.stringify(chunk));
      const received = await receive(texts);
      expect(received.map((chunk) => JSON.stringify(chunk))).toEqual(texts);
    }),
    { numRuns: 150 },
  );
});

test("changing one chunk changes no other", async () => {
  const texts = ["a", "b", "c", "d"].map((content) =>
    JSON.stringify({
      choices: [{ index: 0, delta: { content }, logprobs: { content: [{ token: "x" }] } }],
      extra: { list: [1] },
    }),
  );
  events = texts;
  const stream = await client.chat.completions.create({ model: "m", messages: [], stream: true });
  const seen: string[] = [];
  for await (const chunk of stream) {
    seen.push(JSON.stringify(chunk));
    const open = chunk as unknown as {
      choices: { delta: object; logprobs: { content: object[] } }[];
      extra: { list: number[] };
    };
    open.extra.list.push(2);
    open.choices[0]?.logprobs.content.push({});
    Object.assign(open.choices[0]?.delta ?? {}, { content: "changed" });
  }
  expect(seen).toEqual(texts);
});

test("a key that is special to JavaScript stays a key", async () => {
  const texts = ["a", "b", "c"].map(
    (text) => `{"choices":[{"index":0,"delta":{}}],"__proto__":{"x":"${text}"},"constructor":"${text}"}`,
  );
  const received = await receive(texts);
  expect(received.map((chunk) => JSON.stringify(chunk))).toEqual(texts);
});

test("a broken event between two like ones is an error that shows it, behind the events before it", async () => {
  const chunk = (content: string) => `{"choices":[{"index":0,"delta":{"content":"${content}"}}]}`;
  for (const broken of [chunk("\\x"), chunk('"'), "{", '"text"}', "[1"]) {
    events = [chunk("a"), chunk("b"), broken, chunk("c")];
    const stream = await client.chat.completions.create({ model: "m", messages: [], stream: true });
    const seen: unknown[] = [];
    const failure = await (async () => {
      for await (const item of stream) seen.push(item.choices[0]?.delta.content);
    })().catch((error: unknown) => error);
    expect(seen).toEqual(["a", "b"]);
    expect(failure).toMatchObject({ code: "invalid_response", body: broken });
  }
});

test("a template is rebuilt without touching the events made before", () => {
  const decoder = new EventDecoder();
  const events = decoder.decode([[1, 0, [["a", 1]], { a: ["x", "y", { b: 1 }] }], "p", "q"]) as {
    a: unknown[];
  }[];
  expect(events).toEqual([{ a: ["x", "p", { b: 1 }] }, { a: ["x", "q", { b: 1 }] }]);
  expect(events[0]?.a[2]).not.toBe(events[1]?.a[2]);
});

test("several values vary together, numbers among them", () => {
  const decoder = new EventDecoder();
  const events = decoder.decode([
    [1, 0, [["n"], ["d", "t"], ["d", "l", 0]], { n: 1, d: { t: "a", l: [0, {}] } }],
    [2, 7, "b", 9],
  ]);
  expect(events).toEqual([{ n: 7, d: { t: "b", l: [9, {}] } }]);
});

test("templates that take turns are told apart by their numbers", () => {
  const decoder = new EventDecoder();
  const events = decoder.decode([
    [1, 0, [["a"]], { a: "" }],
    "p",
    [1, 5, [["b"], ["n"]], { b: "", n: [] }],
    [2, "q", [1, 2]],
    0,
    "r",
    5,
    [2, "s", []],
  ]);
  expect(events).toEqual([{ a: "p" }, { b: "q", n: [1, 2] }, { a: "r" }, { b: "s", n: [] }]);
});
