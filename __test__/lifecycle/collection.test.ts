import { describe, expect, test } from "vitest";
import { hangAfter, json, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event } from "../support/chat";
import { times } from "../support/patience";
import { PACKAGE, run } from "../support/program";
import { type Answer, serve } from "../support/scripted-server";

const openStream: Answer = hangAfter(`${streamHead()}${event(chunk("Hel"))}`);
const flags = ["--expose-gc"];

/** `live()` counts the calls that the core holds; `until(condition)` collects garbage until it is so. */
const garbage = `
  const native = () => require(${JSON.stringify(PACKAGE.replace(/dist\/index\.js$/, "native.cjs"))});
  const live = () => native().liveCalls();
  const until = async (condition) => {
    for (let turn = 0; turn < 400 && !condition(); turn++) {
      gc();
      await sleep(10);
    }
    return condition();
  };
`;

describe("garbage collection", () => {
  test("closes the connections of streams that were abandoned", async () => {
    const server = await serve(openStream);
    const ending = run(
      `${garbage}
       const client = new Client(options);
       await (async () => {
         for (let i = 0; i < 20; i++) {
           const stream = await client.chat.completions.create(streaming);
           if (i % 2) await stream[Symbol.asyncIterator]().next();
         }
       })();
       console.log(await until(() => live() === 0));`,
      { server, flags },
    );
    await server.arrival(20);
    await Promise.all(server.exchanges.map(({ closed }) => closed));
    expect(await ending).toMatchObject({ code: 0, stdout: "true", stderr: "" });
  });

  test("closes them also where a signal that lives as long as the process could stop them", async () => {
    const server = await serve(openStream);
    const ending = await run(
      `${garbage}
       const client = new Client(options);
       globalThis.signal = new AbortController().signal;
       await (async () => {
         for (let i = 0; i < 20; i++) {
           const stream = await client.chat.completions.create(streaming, { signal });
           await stream[Symbol.asyncIterator]().next();
         }
       })();
       console.log(await until(() => live() === 0));`,
      { server, flags },
    );
    expect(ending).toMatchObject({ code: 0, stdout: "true", stderr: "" });
  });

  test("closes the connections of raw answers that were abandoned", async () => {
    const server = await serve(openStream);
    const ending = await run(
      `${garbage}
       const client = new Client(options);
       await (async () => {
         for (let i = 0; i < 10; i++) await client.chat.completions.create(streaming).asResponse();
       })();
       console.log(await until(() => live() === 0));`,
      { server, flags },
    );
    expect(ending).toMatchObject({ code: 0, stdout: "true", stderr: "" });
  });

  test("leaves a stream alone as long as somebody waits for it", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(`${streamHead()}${event(chunk("Hel"))}`);
      await new Promise((resolve) => setTimeout(resolve, 700));
      exchange.end(answerOf("lo"));
    });
    const ending = await run(
      `const collector = setInterval(gc, 10);
       const client = new Client(options);
       let text = "";
       for await (const piece of (await client.chat.completions.create(streaming)).textStream) text += piece;
       const whole = await client.chat.completions.create(streaming).then((stream) => stream.finalText());
       clearInterval(collector);
       console.log(text, whole);`,
      { server, flags },
    );
    expect(ending).toMatchObject({ code: 0, stdout: "Hello Hello" });
  });
});

describe("after many calls nothing is left", () => {
  const rounds = times(300, 10_000);

  test("of answers, errors, timeouts, aborts, and streams that were read or left", async () => {
    let count = 0;
    const server = await serve((exchange) => {
      const kind = count++ % 4;
      if (exchange.request.body.includes('"stream":true')) {
        return kind % 2 ? openStream(exchange) : exchange.end(`${streamHead()}${answerOf("Hi")}`);
      }
      if (kind === 0) return json(completion())(exchange);
      if (kind === 1) return exchange.reset();
      if (kind === 2) return json({ error: "No." }, { status: 400 })(exchange);
      return undefined;
    });
    const ending = await run(
      `${garbage}
       const client = new Client({ ...options, timeout: { headers: 50, idle: 50 } });
       for (let round = 0; round < ${rounds}; round += 10) {
         await Promise.all(Array.from({ length: 10 }, async (_, index) => {
           const controller = new AbortController();
           if (index === 3) setTimeout(() => controller.abort(), 5);
           const { signal } = controller;
           try {
             if (index % 2) await client.chat.completions.create(question, { signal });
             else for await (const chunk of await client.chat.completions.create(streaming, { signal }))
               if (index === 4) break;
           } catch {}
         }));
       }
       console.log(await until(() => live() === 0), live());`,
      { server, flags, deadline: 600_000 },
    );
    expect(ending).toMatchObject({ code: 0, stdout: "true 0", stderr: "" });
  }, 620_000);
});

describe("a signal that lives as long as the process", () => {
  test("collects no listeners, and Node warns of none", async () => {
    const server = await serve((exchange) =>
      exchange.request.body.includes('"stream":true')
        ? exchange.end(`${streamHead()}${answerOf("Hi")}`)
        : json(completion())(exchange),
    );
    const ending = await run(
      `const { getEventListeners } = require("node:events");
       const { signal } = new AbortController();
       process.on("warning", (warning) => console.log(warning.name));
       const client = new Client(options);
       for (let round = 0; round < ${times(20, 200)}; round++) {
         await Promise.all(Array.from({ length: 50 }, async (_, index) => {
           if (index % 3 === 0) await client.chat.completions.create(question, { signal });
           else if (index % 3 === 1) await (await client.chat.completions.create(streaming, { signal })).finalText();
           else await (await client.me.get({ signal }).asResponse()).text();
         }));
       }
       await sleep(50);
       console.log(getEventListeners(signal, "abort").length);`,
      { server, deadline: 120_000 },
    );
    expect(ending).toMatchObject({ code: 0, stdout: "0", stderr: "" });
  }, 130_000);
});
