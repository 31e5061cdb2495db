import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { APIUserAbortError, type Client } from "../../ts/index";
import { error, hangAfter, head, json, silence, streamHead } from "../support/answers";
import { chunk, completion, event, question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { expectAtOnce, SOON, sleep } from "../support/patience";
import { type Answer, type Exchange, serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;
const openStream: Answer = hangAfter(`${streamHead()}${event(chunk("Hel"))}`);

interface Situation {
  answer: Answer;
  /** Starts what is to be aborted, and says when it is where it should be, unless that is when the request arrives. */
  call: (client: Client, signal: AbortSignal, inPlace: () => void) => Promise<unknown>;
  tells?: true;
}

const whole: Situation["call"] = (client, signal) => client.chat.completions.create(question, { signal });
const opening: Situation["call"] = (client, signal) => client.chat.completions.create(streaming, { signal });

/** Where a call can be when its signal fires. */
const situations: Readonly<Record<string, Situation>> = {
  "while a call waits for its headers": { answer: silence, call: whole },
  "while a stream waits to be opened": { answer: silence, call: opening },
  "in the middle of the headers": { answer: hangAfter("HTTP/1.1 200 OK\r\ncontent-ty"), call: whole },
  "in the middle of a body": {
    answer: hangAfter(`${head(200, { "content-length": "900" })}{"id":`),
    call: whole,
  },
  "in the middle of an error's body": {
    answer: hangAfter(`${head(500, { "content-length": "900" })}{"error":`),
    call: whole,
  },
  "while a stream waits for its next event": {
    answer: openStream,
    tells: true,
    call: async (client, signal, inPlace) => {
      const stream = await client.chat.completions.create(streaming, { signal });
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      const next = iterator.next();
      inPlace();
      return next;
    },
  },
  "while forEach() waits": {
    answer: openStream,
    tells: true,
    call: async (client, signal, inPlace) => {
      const stream = await client.chat.completions.create(streaming, { signal });
      return stream.forEach(inPlace);
    },
  },
  "while finalCompletion() waits": {
    answer: openStream,
    tells: true,
    call: async (client, signal, inPlace) => {
      const stream = await client.chat.completions.create(streaming, { signal });
      stream.on("chunk", () => inPlace());
      return stream.finalCompletion();
    },
  },
};

describe.each(Object.entries(situations))("a signal that fires %s", (_where, { answer, call, tells }) => {
  test("rejects it, and the server sees the connection close, both at once", async () => {
    const server = await serve(answer);
    const client = clientOf(server, { maxRetries: 2 });
    let round = 0;
    await expectAtOnce(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const exchange = server.arrival(++round);
      let inPlace = (): void => {};
      const told = new Promise<void>((resolve) => {
        inPlace = resolve;
      });
      const pending = caught(call(client, signal, () => inPlace()));
      await exchange;
      await (tells ? told : sleep(20));

      const aborted = performance.now();
      controller.abort(new Error("Changed my mind."));
      const failure = await pending;
      const rejected = performance.now();
      const closed = await (await exchange).closed;

      expect(failure).toBeInstanceOf(APIUserAbortError);
      expect(failure).toMatchObject({
        name: "AbortError",
        message: expect.stringContaining("Changed my mind."),
        cause: { message: "Changed my mind." },
        attempts: 1,
        retryable: false,
      });
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
      return Math.max(rejected, closed) - aborted;
    });
    expect(server.requests).toHaveLength(round);
  });
});

describe("a signal that fired before", () => {
  test("sends nothing", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server);
    const signal = AbortSignal.abort(new Error("Too late."));
    for (const pending of [
      client.chat.completions.create(question, { signal }),
      client.chat.completions.create(streaming, { signal }),
      client.chat.completions.create(question, { signal }).asResponse(),
    ]) {
      const failure = await caught(pending);
      expect(failure).toBeInstanceOf(APIUserAbortError);
      expect(failure).toMatchObject({ attempts: 0, cause: { message: "Too late." } });
    }
    expect(server.connections).toBe(0);
  });

  test("sends nothing either when it fires in the same tick as the call", async () => {
    const server = await serve(json(completion()));
    const controller = new AbortController();
    const pending = caught(clientOf(server).chat.completions.create(question, { signal: controller.signal }));
    controller.abort();
    expect(await pending).toBeInstanceOf(APIUserAbortError);
    await sleep(50);
    expect(server.requests).toHaveLength(0);
  });
});

describe("a signal that fires while the connection is made", () => {
  test("rejects the call, and the server sees the connection close", async () => {
    // A TCP server that never answers the TLS handshake.
    const server = await serve(silence);
    const client = clientOf({ baseUrl: `https://127.0.0.1:${server.port}/v1` });
    const controller = new AbortController();
    const pending = caught(client.chat.completions.create(question, { signal: controller.signal }));
    await expect.poll(() => server.open, { timeout: SOON }).toBe(1);
    controller.abort();
    expect(await pending).toBeInstanceOf(APIUserAbortError);
    await expect.poll(() => server.open, { timeout: SOON }).toBe(0);
  });
});

describe("an aborted call", () => {
  test("leaves the connections of its neighbours alone", async () => {
    const held: Exchange[] = [];
    const server = await serve((exchange) => {
      held.push(exchange);
    });
    const client = clientOf(server);
    const controllers = Array.from({ length: 20 }, () => new AbortController());
    const calls = controllers.map(({ signal }, seed) =>
      client.chat.completions.create({ ...question, seed }, { signal }).then(
        (result) => result.choices[0]?.message.content,
        (error: unknown) => error,
      ),
    );
    await server.arrival(20);
    controllers.forEach((controller, index) => {
      if (index % 2 === 0) controller.abort();
    });
    for (const exchange of held) json(completion(String(exchange.request.json().seed)))(exchange);
    const outcomes = await Promise.all(calls);
    outcomes.forEach((outcome, index) => {
      if (index % 2 === 0) expect(outcome).toBeInstanceOf(APIUserAbortError);
      else expect(outcome).toBe(String(index));
    });
  });

  test("is told apart from a timeout of the signal itself only by its cause", async () => {
    const server = await serve(silence);
    const signal = AbortSignal.timeout(50);
    const failure = await caught(clientOf(server).chat.completions.create(question, { signal }));
    expect(failure).toBeInstanceOf(APIUserAbortError);
    expect(failure.cause).toMatchObject({ name: "TimeoutError" });
  });

  test("is never tried again, even if the server had just asked for that", async () => {
    const controller = new AbortController();
    const server = await serve(async (exchange) => {
      controller.abort();
      await error(503)(exchange);
    });
    const client = clientOf(server, { maxRetries: 5 });
    const failure = await caught(client.chat.completions.create(question, { signal: controller.signal }));
    expect(failure).toBeInstanceOf(APIUserAbortError);
    await sleep(700);
    expect(server.requests).toHaveLength(1);
  });

  test("leaves the signal's own handler to its owner", async () => {
    const server = await serve(json(completion()), silence);
    const controller = new AbortController();
    let heard = 0;
    controller.signal.onabort = () => heard++;
    const client = clientOf(server);
    await client.chat.completions.create(question, { signal: controller.signal });
    const pending = caught(client.chat.completions.create(question, { signal: controller.signal }));
    await server.arrival(2);
    controller.abort();
    await pending;
    expect(heard).toBe(1);
  });
});

describe("a stream that is left", () => {
  const leave: Readonly<
    Record<string, (stream: AsyncIterable<unknown> & { close(): void }) => Promise<unknown>>
  > = {
    "by break": async (stream) => {
      for await (const _ of stream) break;
    },
    "by return": async (stream) => {
      const first = async () => {
        for await (const item of stream) return item;
        return undefined;
      };
      await first();
    },
    "by an error thrown in the loop": async (stream) => {
      const failing = async () => {
        for await (const _ of stream) throw new Error("My own.");
      };
      await expect(failing()).rejects.toThrow("My own.");
    },
    "by return() of its iterator": async (stream) => {
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.return?.();
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
    },
    "by throw() of its iterator": async (stream) => {
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      await expect(iterator.throw?.(new Error("My own."))).rejects.toThrow("My own.");
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
    },
    "by close() while nobody reads": async (stream) => stream.close(),
  };

  test.each(Object.entries(leave))("%s closes its connection at once", async (_how, go) => {
    const server = await serve(openStream);
    const client = clientOf(server);
    let round = 0;
    await expectAtOnce(async () => {
      const stream = await client.chat.completions.create(streaming);
      const exchange = await server.arrival(++round);
      const iterator = stream[Symbol.asyncIterator].bind(stream);
      let left = performance.now();
      // The time counts from the event on, which may take its while to come.
      const timed = {
        close: () => stream.close(),
        [Symbol.asyncIterator]: () => {
          const inner = iterator();
          const next = async () => {
            const result = await inner.next();
            left = performance.now();
            return result;
          };
          return {
            next,
            return: inner.return?.bind(inner),
            throw: inner.throw?.bind(inner),
          } as AsyncIterator<unknown>;
        },
      };
      await go(timed);
      return (await exchange.closed) - left;
    });
  });

  test("stays closed for whoever asks again, and pending reads end quietly", async () => {
    const server = await serve(openStream);
    const stream = await clientOf(server).chat.completions.create(streaming);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = [iterator.next(), iterator.next()];
    await iterator.return?.();
    for (const result of await Promise.all(waiting)) expect(result.done).toBe(true);
    expect((await iterator.next()).done).toBe(true);
    expect(stream.state).toBe("closed");
  });
});
