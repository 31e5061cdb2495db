import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FaultLike, type Gateway, type LocalGatewayOptions, startGateway } from "../../gateway";
import {
  type APIPromise,
  type ChatCompletion,
  type ChatCompletionStream,
  Client,
  type ClientOptions,
  outputTextOf,
} from "../../ts";
import {
  APIStatusError,
  APITimeoutError,
  APIUserAbortError,
  type AurikoAPIError,
  StreamDroppedError,
  StreamTruncatedError,
} from "../../ts/errors";

/** In the soak run every outcome has to come out right a hundred times in a row. */
const repeats = process.env.AURIKO_SOAK === "1" ? 99 : 0;

const pem = (name: string) => readFileSync(join(__dirname, "fixtures", name), "utf8");
const tls = { key: pem("localhost-key.pem"), cert: pem("localhost-cert.pem") };

const transports: Record<string, { gateway: LocalGatewayOptions; client: ClientOptions }> = {
  "HTTP/1.1": { gateway: {}, client: { httpVersion: "1.1" } },
  "HTTP/2": { gateway: { http2: true }, client: { httpVersion: "2" } },
  "HTTP/1.1 over TLS": { gateway: { tls }, client: { httpVersion: "1.1", ca: pem("ca.pem") } },
  "HTTP/2 over TLS": { gateway: { tls, http2: true }, client: { ca: pem("ca.pem") } },
};

/** The ways to read a stream. */
const ways: Record<string, (stream: ChatCompletionStream) => Promise<unknown>> = {
  "for await": async (stream) => {
    for await (const _ of stream);
  },
  forEach: (stream) => stream.forEach(() => {}),
  textStream: async (stream) => {
    for await (const _ of stream.textStream);
  },
  "finalCompletion()": (stream) => stream.finalCompletion(),
  "a branch of tee()": async (stream) => {
    const [first, second] = stream.tee();
    const [result] = await Promise.allSettled([first.forEach(() => {}), second.finalCompletion()]);
    if (result?.status === "rejected") throw result.reason;
  },
};

interface Outcome {
  fault: FaultLike | readonly FaultLike[];
  error: new (...args: never[]) => AurikoAPIError;
  shape?: object;
  options?: { timeout?: ClientOptions["timeout"] };
  /** What the consumer does, besides reading, once it has some text. */
  meanwhile?: (stream: { abort(): void }) => void;
  /** It takes its time, so that the ordinary tests try every way of reading over one transport only. */
  takesTime?: true;
  /** On a busy machine a reset overtakes bytes that were sent before it; the kernel drops them unread. */
  lossy?: boolean;
}

const stall: FaultLike = { kind: "stall", after: 3 };

const outcomes: Record<string, Outcome> = {
  "a body that ends early": { fault: { kind: "truncate", after: 3 }, error: StreamTruncatedError },
  "a connection that is closed": {
    fault: { kind: "close", after: 3 },
    error: StreamDroppedError,
    lossy: true,
  },
  "a connection that is reset": {
    fault: { kind: "reset", after: 3 },
    error: StreamDroppedError,
    lossy: true,
  },
  "a stall": {
    fault: stall,
    options: { timeout: { idle: 250 } },
    takesTime: true,
    error: APITimeoutError,
    shape: { phase: "idle" },
  },
  "a stall behind keep-alive comments": {
    fault: { kind: "keep-alive", after: 3, everyMs: 10, forMs: 5_000 },
    options: { timeout: { idle: 250 } },
    takesTime: true,
    error: APITimeoutError,
    shape: { phase: "idle" },
  },
  "a deadline": {
    fault: stall,
    options: { timeout: { total: 500 } },
    takesTime: true,
    error: APITimeoutError,
    shape: { phase: "total" },
  },
  "an abort": {
    fault: stall,
    meanwhile: (stream) => stream.abort(),
    error: APIUserAbortError,
  },
  "an error event": {
    fault: { kind: "error-event", after: 3 },
    error: APIStatusError,
    shape: { statusCode: 200, code: "upstream_error" },
  },
  "an event that is not JSON": {
    fault: { kind: "malformed-json", after: 3 },
    error: APIStatusError,
    shape: { code: "invalid_response" },
  },
};

/** Does something with a stream as soon as its reader has some text. */
function onceThereIs<Stream>(
  text: () => string | null | undefined,
  act: ((stream: Stream) => void) | undefined,
  stream: Stream,
): void {
  if (act === undefined) return;
  const timer = setInterval(() => {
    if (!text()) return;
    clearInterval(timer);
    act(stream);
  }, 5);
}

/** The same fault behind the events that open a response. */
function later(fault: FaultLike | readonly FaultLike[]): FaultLike {
  const { after = 0, ...rest } = fault as { kind: "close"; after?: number };
  return { ...rest, after: after + 4 };
}

/** Faults that a stream survives without anybody noticing. */
const survived: Record<string, FaultLike> = {
  "no fault": { kind: "delay", ms: 0 },
  "a missing [DONE]": { kind: "omit-done" },
  "bytes that drip": { kind: "drip", bytes: 7, everyMs: 0 },
  "characters that are cut in two": { kind: "split-utf8" },
  "lines that end with CR": { kind: "line-endings", eol: "cr" },
  "lines that end with CR LF": { kind: "line-endings", eol: "crlf" },
  "keep-alive comments": { kind: "keep-alive", everyMs: 5, forMs: 40 },
  "events after the end": { kind: "events-after-end" },
};

const words = "Grüße aus Oslo 🙂, said the model, and went on for a while.";
const chunks = words.match(/.{1,6}/gu) ?? [];
const question = { model: "gpt-5.4", messages: [{ role: "user" as const, content: "Hello" }] };

describe.each(Object.entries(transports))(
  "over %s",
  { repeats },
  (name, { gateway: gatewayOptions, client: clientOptions }) => {
    const thorough = repeats > 0 || name === "HTTP/1.1";
    let gateway: Gateway;
    let client: Client;

    // A server for each test, because clients share connections: Node's HTTP/2 server closes one on which a thousand
    // streams were cancelled within a few seconds.
    beforeEach(async () => {
      gateway = await startGateway(gatewayOptions);
      client = new Client({
        apiKey: gateway.apiKey,
        baseUrl: gateway.baseUrl,
        maxRetries: 0,
        ...clientOptions,
      });
    });
    afterEach(async () => {
      client.close();
      await gateway.close();
    });

    function ask(fault: FaultLike | readonly FaultLike[], options = {}): APIPromise<ChatCompletionStream> {
      gateway.enqueue({ chunks, fault });
      return client.chat.completions.create({ ...question, stream: true }, options);
    }

    describe.each(Object.entries(outcomes))(
      "%s",
      (_fault, { fault, error, shape, options, meanwhile, lossy, takesTime }) => {
        const some = Object.entries(ways).slice(0, takesTime && !thorough ? 1 : undefined);
        test.each(some)("is told by its own error through %s", async (_way, read) => {
          const stream = await ask(fault, options);
          onceThereIs(() => stream.currentCompletion.choices[0]?.message.content, meanwhile, stream);
          const caught = await read(stream).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(caught).toBeInstanceOf(error);
          expect(caught).toMatchObject({
            attempts: 1,
            requestId: expect.any(String),
            ...shape,
          });
          const partial = (caught as AurikoAPIError).partial as ChatCompletion | undefined;
          const soFar = partial?.choices[0]?.message.content ?? "";
          expect(soFar.length).toBeGreaterThanOrEqual(lossy ? 0 : 1);
          expect(words.startsWith(soFar) && soFar.length < words.length).toBe(true);
        });
      },
    );

    describe.each(Object.entries(outcomes))(
      "%s of a Responses stream",
      (_fault, { fault, error, shape, options, meanwhile, lossy }) => {
        test("is told by the same error", async () => {
          gateway.enqueue({ chunks, fault: later(fault) });
          const stream = await client.responses.create(
            { model: "gpt-5.4", input: "Hello", stream: true },
            options,
          );
          onceThereIs(() => stream.outputText, meanwhile, stream);
          const caught = await stream.forEach(() => {}).catch((thrown: unknown) => thrown);
          expect(caught).toBeInstanceOf(error);
          const { statusCode: _, ...rest } = { statusCode: 0, ...shape };
          expect(caught).toMatchObject({ attempts: 1, requestId: expect.any(String), ...rest });
          const { partial } = caught as AurikoAPIError;
          if (!lossy || partial !== undefined)
            expect(partial).toMatchObject({
              object: "response",
              status: "in_progress",
            });
          expect(stream.outputText.length).toBeGreaterThanOrEqual(lossy ? 0 : 1);
          expect(words.startsWith(stream.outputText)).toBe(true);
          expect(stream.completedResponse).toBeNull();
        });
      },
    );

    test("a Responses stream comes to the same response as the call without streaming", async () => {
      const reply = { content: words, reasoning: "The user asks.", toolCalls: [{ name: "time", id: "c2" }] };
      gateway.enqueue(reply, reply);
      const ask = { model: "gpt-5.4", input: "Hello" };
      const whole = await client.responses.create(ask);
      const streamed = await (await client.responses.create({ ...ask, stream: true })).finalResponse();
      expect(streamed.status).toBe("completed");
      expect(streamed.output.map(({ type }) => type)).toEqual(whole.output.map(({ type }) => type));
      expect(outputTextOf(streamed)).toBe(words);
    });

    test.each(Object.entries(survived))("%s gives the whole completion", async (_fault, fault) => {
      const stream = await ask(fault);
      const completion = await stream.finalCompletion();
      expect(completion.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: words } });
      expect(stream.usage).toMatchObject({ total_tokens: expect.any(Number) });
      expect(stream.routingMetadata).toMatchObject({ provider: expect.any(String) });
    });

    test("a stream comes to the same completion as the call without streaming", async () => {
      const reply = {
        choices: [
          {
            content: "Let me see.",
            reasoning: "The user asks.",
            toolCalls: [
              { name: "weather", arguments: { city: "Oslo" }, id: "c1", signature: "s" },
              { name: "time", id: "c2" },
            ],
          },
          { content: "No tools here." },
          { content: null, refusal: "I won't." },
        ],
      };
      gateway.enqueue(reply, reply);
      const whole = await client.chat.completions.create({ ...question, n: 3 });
      const streamed = await (
        await client.chat.completions.create({ ...question, n: 3, stream: true })
      ).finalCompletion();
      // A stream says nothing where a whole answer says null; both mean that there is nothing.
      const withoutNulls = (key: string, value: unknown) =>
        value === null && key !== "content" ? undefined : value;
      const comparable = ({ choices, object }: ChatCompletion) =>
        JSON.parse(JSON.stringify({ choices, object }, withoutNulls));
      expect(comparable(streamed)).toEqual(comparable(whole));
    });

    test("a stream that breaks before its first event is opened anew, and no event comes twice", async () => {
      gateway.reset();
      const patient = client.withOptions({ maxRetries: 2 });
      gateway.failNext("reset;at=headers");
      gateway.enqueue({ chunks }, { chunks });
      const stream = await patient.chat.completions.create({ ...question, stream: true });
      let text = "";
      for await (const piece of stream.textStream) text += piece;
      expect(text).toBe(words);
      expect(stream.attempts).toBe(2);
      expect(gateway.requests).toHaveLength(2);
    });

    test("a stream that breaks after its first event is never opened anew", async () => {
      gateway.reset();
      const patient = client.withOptions({ maxRetries: 2 });
      gateway.enqueue({ chunks, fault: { kind: "reset", after: 3 } });
      const stream = await patient.chat.completions.create({ ...question, stream: true });
      const error = await stream.forEach(() => {}).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StreamDroppedError);
      expect(error).toMatchObject({ attempts: 1, retryable: false });
      expect(gateway.requests).toHaveLength(1);
    });

    test("leaving a loop closes the connection, and the server notices", async () => {
      const stream = await ask({ kind: "stall", after: 3 });
      for await (const _ of stream) break;
      // The gateway stalls until the client goes away, so the exchange can end in no other way.
      await expect.poll(() => gateway.lastRequest?.end).toBeDefined();
    });
  },
);
