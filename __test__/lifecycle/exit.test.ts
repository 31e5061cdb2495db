import { describe, expect, test } from "vitest";
import { error, hangAfter, json, silence, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event } from "../support/chat";
import { type Ending, run, start } from "../support/program";
import { type Answer, serve } from "../support/scripted-server";

const openStream: Answer = hangAfter(`${streamHead()}${event(chunk("Hel"))}`);

function expectQuietEnd({ code, signal, late, stderr }: Ending): void {
  expect({ code, signal, late, stderr }).toEqual({ code: 0, signal: null, late: false, stderr: "" });
}

describe("a process ends by itself", () => {
  test("after an answer, although its connection stays open", async () => {
    const server = await serve(json(completion("Hi.")));
    const ending = await run(
      `const client = new Client(options);
       console.log((await client.chat.completions.create(question)).choices[0].message.content);`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("Hi.");
  });

  test("after an error", async () => {
    const server = await serve(error(500, { code: "internal_error" }));
    const ending = await run(
      `const client = new Client(options);
       await client.me.get().catch((error) => console.log(error.name));`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("InternalServerError");
  });

  test("with a client that was never used", async () => {
    expectQuietEnd(await run(`new Client(options);`));
  });

  test("after a whole stream", async () => {
    const server = await serve(async (exchange) => exchange.end(`${streamHead()}${answerOf("Hel", "lo")}`));
    const ending = await run(
      `const client = new Client(options);
       const stream = await client.chat.completions.create(streaming);
       for await (const text of stream.textStream) console.log(text);`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("Hel\nlo");
  });

  test("with a stream that nobody reads", async () => {
    const server = await serve(openStream);
    expectQuietEnd(
      await run(
        `const client = new Client(options);
         globalThis.stream = await client.chat.completions.create(streaming);`,
        { server },
      ),
    );
  });

  test("with a stream that was left in the middle", async () => {
    const server = await serve(openStream);
    expectQuietEnd(
      await run(
        `const client = new Client(options);
         for await (const chunk of await client.chat.completions.create(streaming)) break;`,
        { server },
      ),
    );
  });

  test("with a raw answer that nobody reads", async () => {
    const server = await serve(openStream);
    expectQuietEnd(
      await run(
        `const client = new Client(options);
         globalThis.response = await client.chat.completions.create(streaming).asResponse();`,
        { server },
      ),
    );
  });

  test("when a waiting request is aborted, or its client is closed", async () => {
    const server = await serve(silence);
    const ending = await run(
      `const client = new Client(options);
       const controller = new AbortController();
       const one = client.me.get({ signal: controller.signal }).catch((error) => console.log(error.name));
       const other = client.me.get().catch((error) => console.log(error.name));
       await sleep(100);
       controller.abort();
       await one;
       client.close();
       await other;`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("AbortError\nAbortError");
  });

  test("after a timeout", async () => {
    const server = await serve(silence);
    const ending = await run(
      `const client = new Client({ ...options, timeout: 100 });
       await client.me.get().catch((error) => console.log(error.phase));`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("headers");
  });
});

describe("a process stays", () => {
  test("until an answer that nobody awaits has come", async () => {
    const server = await serve(async (exchange) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await json(completion())(exchange);
    });
    const ending = await run(
      `new Client(options).chat.completions.create(question).then(() => console.log("came"));`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("came");
  });

  test("while a key is awaited, which nothing else holds it for", async () => {
    const ending = await run(
      `const client = new Client({ ...options, apiKey: () => new Promise(() => {}) });
       await client.me.get({ timeout: { total: 100 } }).catch((error) => console.log(error.phase));`,
      { server: await serve(silence) },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("total");
  });

  test("while a loop waits for the next event", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      await new Promise((resolve) => setTimeout(resolve, 300));
      exchange.end(answerOf("late"));
    });
    const ending = await run(
      `const stream = await new Client(options).chat.completions.create(streaming);
       for await (const text of stream.textStream) console.log(text);`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("late");
  });

  test("while it waits between two attempts", async () => {
    const server = await serve(error(503), json(completion("At last.")));
    const ending = await run(
      `const client = new Client({ ...options, maxRetries: 1 });
       console.log((await client.chat.completions.create(question)).choices[0].message.content);`,
      { server },
    );
    expectQuietEnd(ending);
    expect(ending.stdout).toBe("At last.");
  });
});

describe("a process that ends in the middle of everything", () => {
  const busy = `
    const client = new Client(options);
    for (let i = 0; i < 5; i++) {
      client.chat.completions.create(streaming).then(async (stream) => {
        for await (const chunk of stream);
      });
      client.me.get();
    }
    await sleep(200);
  `;
  const mixed: Answer = (exchange) =>
    exchange.request.target.endsWith("/me") ? undefined : openStream(exchange);

  test("by process.exit() has its own exit code, and the server sees its connections close", async () => {
    const server = await serve(mixed);
    const ending = await run(`${busy} process.exit(7);`, { server });
    expect(ending).toMatchObject({ code: 7, signal: null, late: false, stderr: "" });
    await Promise.all(server.exchanges.map(({ closed }) => closed));
  });

  test("by an uncaught exception ends with that, not with a crash", async () => {
    const server = await serve(mixed);
    const ending = await run(
      `${busy} setImmediate(() => { throw new Error("my own"); }); await sleep(5000);`,
      {
        server,
      },
    );
    expect(ending).toMatchObject({ code: 1, signal: null, late: false });
    expect(ending.stderr).toContain("my own");
  });

  test("by an unhandled rejection shows the error of the request", async () => {
    const server = await serve(error(404, { type: "not_found_error", code: "model_not_found" }));
    const ending = await run(`new Client(options).chat.completions.create(question); await sleep(5000);`, {
      server,
    });
    expect(ending).toMatchObject({ code: 1, signal: null });
    expect(ending.stderr).toContain("NotFoundError");
  });

  test("by process.exit() inside of a loop over a stream", async () => {
    const server = await serve(openStream);
    const ending = await run(
      `for await (const chunk of await new Client(options).chat.completions.create(streaming)) process.exit(3);`,
      { server },
    );
    expect(ending).toMatchObject({ code: 3, signal: null, stderr: "" });
  });

  test("by a signal from outside lets the server see its connections close", async () => {
    const server = await serve(openStream);
    const program = start(
      `for await (const chunk of await new Client(options).chat.completions.create(streaming)) console.log("on");`,
      { server },
    );
    const exchange = await server.arrival();
    program.kill();
    await exchange.closed;
    expect((await program.ending).signal).toBe("SIGKILL");
  });

  test("does so a hundred times, at any moment, without a crash", async () => {
    const server = await serve(async (exchange) => exchange.end(`${streamHead()}${answerOf("a", "b", "c")}`));
    for (let round = 0; round < (process.env.AURIKO_SOAK ? 100 : 6); round++) {
      const ending = await run(
        `const client = new Client(options);
         const read = async () => {
           for (;;) for await (const chunk of await client.chat.completions.create(streaming));
         };
         for (let i = 0; i < 8; i++) read();
         await sleep(${20 + round * 7});
         process.exit(0);`,
        { server },
      );
      expectQuietEnd(ending);
    }
  });
});
