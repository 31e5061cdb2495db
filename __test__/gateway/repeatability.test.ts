import { request } from "node:http";
import { expect, it } from "vitest";
import { type Gateway, type ManualClock, startGateway } from "../../gateway";
import { hello, post } from "./call-gateway";

const question = { ...hello, model: "gpt-oss-20b" };
const bodies = [
  question,
  { ...question, stream: true },
  { ...hello, gateway: { routing: { optimize: "balanced" } } },
  { ...hello, logprobs: true, top_logprobs: 2, n: 2 },
  { model: "gpt-0", messages: [] },
  {
    ...hello,
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "x",
        schema: { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
      },
    },
  },
];

async function run(seed: number): Promise<string[]> {
  await using gateway = await startGateway({ seed });
  const answers: string[] = [];
  for (const body of bodies) {
    for (const path of ["chat/completions", "responses"]) {
      const response = await post(gateway, path, path === "responses" ? { ...body, input: "Hello" } : body);
      answers.push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`);
    }
  }
  return answers;
}

it("gives the same bytes and headers for the same seed", async () => {
  expect(await run(42)).toEqual(await run(42));
});

it("gives other ids and speeds for another seed", async () => {
  const [first, second] = [await run(1), await run(2)];
  expect(first[0]).not.toBe(second[0]);
});

it("takes timestamps from the clock, which stands still with a seed and can be moved", async () => {
  await using gateway = await startGateway({ seed: 1 });
  const created = async (): Promise<number> =>
    ((await (await post(gateway, "chat/completions", hello)).json()) as { created: number }).created;
  const first = await created();
  expect(first).toBe(Date.UTC(2026, 0, 1) / 1000);
  (gateway.clock as ManualClock).advance(5000);
  expect(await created()).toBe(first + 5);
});

it("goes by the computer's time without a seed", async () => {
  await using gateway = await startGateway();
  const { created } = (await (await post(gateway, "chat/completions", hello)).json()) as { created: number };
  expect(Math.abs(created - Date.now() / 1000)).toBeLessThan(60);
});

function stream(gateway: Gateway, name: string): Promise<string> {
  const body = JSON.stringify({ ...hello, stream: true, messages: [{ role: "user", content: name }] });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${gateway.baseUrl}/chat/completions`,
      {
        method: "POST",
        agent: false,
        headers: { authorization: `Bearer ${gateway.apiKey}`, "x-gateway-fault": "stall;after=2;for-ms=300" },
      },
      (response) => {
        let text = "";
        response.on("data", (piece) => {
          text += piece;
        });
        response.on("end", () => resolve(text));
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

it("serves a thousand streams at the same time, each with its own answer", async () => {
  await using gateway = await startGateway();
  const names = Array.from({ length: 1000 }, (_value, index) => `caller-${index}-`);
  const answers = await Promise.all(names.map((name) => stream(gateway, name)));
  const text = (answer: string): string =>
    [...answer.matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join("");
  expect(
    answers.every(
      (answer, index) => text(answer).includes(names[index] ?? "") && answer.endsWith("[DONE]\n\n"),
    ),
  ).toBe(true);
  expect(new Set(gateway.requests.map(({ id }) => id)).size).toBe(1000);
});

it("keeps no more requests than it is asked to", async () => {
  await using gateway = await startGateway({ keepRequests: 2 });
  for (let index = 0; index < 4; index += 1) await post(gateway, "chat/completions", hello);
  expect(gateway.requests.map(({ index }) => index)).toEqual([2, 3]);
});
