import { expect, test } from "vitest";
import { error, head, json, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event } from "../support/chat";
import { times } from "../support/patience";
import { PACKAGE, run } from "../support/program";
import { type Answer, serve } from "../support/scripted-server";

const pieces = Array.from({ length: 40 }, (_, index) => `${index} `);
const text = pieces.join("");
const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 8));

/** What a server may do, good and bad, for whole answers and for streams. */
const whole: readonly Answer[] = [
  json(completion(text)),
  json(completion(text)),
  error(503, {}, { "retry-after": "0" }),
  error(404, { type: "not_found_error", code: "model_not_found" }),
  (exchange) => exchange.reset(),
  (exchange) => exchange.end(),
  () => {},
  (exchange) => exchange.end(`${head(200, { "content-length": "90" })}{"half":`),
  (exchange) => exchange.end("nonsense\r\n\r\n"),
  async (exchange) => {
    await pause();
    await json(completion(text))(exchange);
  },
];
const streams: readonly Answer[] = [
  (exchange) => exchange.end(`${streamHead()}${answerOf(...pieces)}`),
  async (exchange) => {
    await exchange.write(streamHead());
    for (const piece of pieces) {
      if (Math.random() < 0.2) await pause();
      await exchange.write(event(chunk(piece)));
    }
    exchange.end(answerOf());
  },
  async (exchange) => {
    await exchange.write(`${streamHead()}${event(chunk(pieces[0] as string))}`);
    await pause();
    exchange.reset();
  },
  (exchange) => exchange.end(`${streamHead()}${event(chunk(pieces[0] as string))}data: {\n\n`),
  (exchange) => exchange.end(`${streamHead()}${event(chunk(pieces[0] as string))}`),
  (exchange) => exchange.write(`${streamHead()}${event(chunk(pieces[0] as string))}`),
  (exchange) => exchange.end(streamHead()),
  error(500, { code: "internal_error" }),
];

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

test("whatever servers and callers do, every call ends with its text or with a typed error, and nothing is left", async () => {
  const server = await serve((exchange) =>
    pick(exchange.request.body.includes('"stream":true') ? streams : whole)(exchange),
  );
  const ending = await run(
    `const native = require(${JSON.stringify(PACKAGE.replace("dist/index.js", "native.cjs"))});
     const text = ${JSON.stringify(text)};
     const client = new Client({ ...options, maxRetries: 1, timeout: { headers: 150, idle: 150 } });
     const chance = (part) => Math.random() < part;
     const wrong = [];
     let done = 0;
     const once = async (streamed) => {
       const controller = new AbortController();
       const { signal } = controller;
       if (chance(0.2)) setTimeout(() => controller.abort(), Math.random() * 60);
       const own = chance(0.1) ? client.withOptions({ maxRetries: 0 }) : client;
       if (own !== client && chance(0.3)) setTimeout(() => own.close(), Math.random() * 40);
       let said = "";
       try {
         if (!streamed) {
           const result = await own.chat.completions.create(question, { signal });
           said = result.choices[0].message.content;
           if (said !== text) wrong.push("text of an answer: " + said);
         } else {
           const stream = await own.chat.completions.create(streaming, { signal });
           let left = false;
           for await (const piece of stream.textStream) {
             said += piece;
             if (chance(0.01)) await sleep(5);
             if (chance(0.01)) { left = true; break; }
           }
           if (!left && said !== text) wrong.push("text of a stream: " + said);
         }
       } catch (error) {
         if (!sdk.AurikoAPIError.isInstance(error)) wrong.push("error: " + (error && error.stack));
         if (!text.startsWith(said)) wrong.push("text before an error: " + said);
       }
       done++;
     };
     const amount = ${times(600, 30_000)};
     let begun = 0;
     await Promise.all(Array.from({ length: 40 }, async () => { while (begun < amount) await once(begun++ % 2 === 0); }));
     await sleep(500);
     console.log(JSON.stringify({ all: done === amount, wrong: wrong.slice(0, 5), live: native.liveCalls() }));`,
    { server, deadline: 1_800_000 },
  );
  expect(ending).toMatchObject({ code: 0, signal: null, late: false, stderr: "" });
  expect(JSON.parse(ending.stdout)).toEqual({ all: true, wrong: [], live: 0 });
}, 1_800_000);
