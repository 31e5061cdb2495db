import { expect, test } from "vitest";
import { nodeOfMajor } from "../packaging/node-versions";
import { body, hangAfter, stream, streamHead } from "../support/answers";
import { answerOf, chunk, event } from "../support/chat";
import { times } from "../support/patience";
import { run } from "../support/program";
import { type Answer, type Exchange, serve } from "../support/scripted-server";

const healthy = times(100, 1000);

/** Where in a chunk something may stand that nobody knows, and is kept for the message all the same. */
const places: Readonly<Record<string, RegExp>> = { chunk: /}$/, choice: /}]}$/, delta: /},"finish_reason"/ };

/** Events in which unknown fields are nested deeper than any stack, which make a template of each other. */
const nested = (depth: number, place = "chunk"): string[] => {
  const deep = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const bad = (content: string) =>
    JSON.stringify(chunk(content)).replace(places[place] as RegExp, (end) => `,"deep":${deep}${end}`);
  return ["a", "b", "c"].map((content) => event(bad(content)));
};

/** Sends them one by one to a reader that waits: what throws then, throws where all streams are handed out. */
const late =
  (events: readonly string[]): Answer =>
  async (exchange) => {
    await exchange.write(`${streamHead()}${event(chunk("first"))}`);
    for (const each of events) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await exchange.write(each);
    }
    exchange.end("data: [DONE]\n\n");
  };

/** Requests say in their question which answer they want. */
const byQuestion =
  (answers: Readonly<Record<string, Answer>>): Answer =>
  (exchange: Exchange) => {
    const wanted = Object.keys(answers).find((name) => exchange.request.body.includes(`"${name}"`));
    return answers[wanted ?? ""]?.(exchange);
  };

const program = (name: string, count = healthy) => `
  let uncaught = 0;
  process.on("uncaughtException", () => uncaught++);
  process.on("unhandledRejection", () => uncaught++);
  const client = new Client({ ...options, maxRetries: 0 });
  const ask = async (model) => {
    const stream = await client.chat.completions.create({ ...streaming, model });
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    return text;
  };
  const bad = ask(${JSON.stringify(name)}).then(() => "answered", (error) => error.code);
  const good = await Promise.all(Array.from({ length: ${count} }, () => ask("good")));
  const whole = good.filter((text) => text === "0123456789".repeat(20)).length;
  console.log(JSON.stringify([whole, await bad, uncaught]));
`;

const good: Answer = async (exchange) => {
  await exchange.write(streamHead());
  for (let piece = 0; piece < 20; piece++) await exchange.write(event(chunk("0123456789")));
  exchange.end(`${event(chunk("", "stop"))}data: [DONE]\n\n`);
};

test.each([
  ["an event that is no JSON", stream(event('{"choices":[}')), "invalid_response"],
  ["an event that breaks its batch open", stream(event('{}],[{"choices":[]}')), "invalid_response"],
  [
    "events nested 3,500 levels deep",
    hangAfter(`${streamHead()}${nested(3500).join("")}data: [DONE]\n\n`),
    undefined,
  ],
  ["events nested 100,000 levels deep", stream(`${nested(100_000).join("")}data: [DONE]\n\n`), undefined],
  ["a field of a choice nested 3,500 levels deep", late(nested(3500, "choice")), "invalid_response"],
  ["a field of a delta nested 3,500 levels deep", late(nested(3500, "delta")), "invalid_response"],
])("%s harms no other stream and ends no process", async (_, answer, code) => {
  const server = await serve(byQuestion({ bad: answer, good }));
  const { stdout, stderr, code: exit } = await run(program("bad"), { server, deadline: 120_000 });
  const [whole, outcome, uncaught] = JSON.parse(stdout || "[]") as [number, string, number];
  expect({ whole, uncaught, exit, stderr }).toEqual({ whole: healthy, uncaught: 0, exit: 0, stderr: "" });
  if (code === undefined) expect(["answered", "invalid_response"]).toContain(outcome);
  else expect(outcome).toBe(code);
});

test.each([18, 20, 22, 24, 26])(
  "on Node %s an item that throws among hundreds of healthy ones harms none of them",
  async (line) => {
    const server = await serve(byQuestion({ bad: late(nested(3500, "delta")), good }));
    const options = { server, deadline: 120_000, node: nodeOfMajor(line) };
    const { stdout, stderr, code } = await run(program("bad", times(200, 1000)), options);
    expect({ outcome: JSON.parse(stdout || "[]"), code, stderr: withoutWarnings(stderr) }).toEqual({
      outcome: [times(200, 1000), "invalid_response", 0],
      code: 0,
      stderr: "",
    });
  },
  300_000,
);

/** Older lines warn of what they have in common with later ones. */
const withoutWarnings = (text: string) =>
  text.replace(/^\(.*(ExperimentalWarning|--trace-warnings).*\n/gm, "");

test("a whole answer that is no JSON, or nested without end, fails alone", async () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const server = await serve(
    byQuestion({
      broken: body(200, "{", { "content-type": "application/json" }),
      deep: body(200, deep, { "content-type": "application/json" }),
      good: stream(answerOf("Hi.")),
    }),
  );
  const { stdout, stderr } = await run(
    `const client = new Client({ ...options, maxRetries: 0 });
     const ask = (model) => client.chat.completions.create({ ...question, model }).then(() => "answered", ({ code }) => code);
     const streamed = async () => {
       const stream = await client.chat.completions.create({ ...streaming, model: "good" });
       return (await stream.finalCompletion()).choices[0].message.content;
     };
     const [broken, deep, ...good] = await Promise.all([ask("broken"), ask("deep"), ...Array.from({ length: 50 }, streamed)]);
     console.log(JSON.stringify([broken, good.filter((text) => text === "Hi.").length, typeof deep]));`,
    { server, deadline: 60_000 },
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(["invalid_response", 50, "string"]);
});
