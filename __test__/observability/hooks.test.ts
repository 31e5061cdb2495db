import { expect, test } from "vitest";
import { BadRequestError, type CallHooks, Client, type LogEntry } from "../../ts/index";
import { error, json, stream } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";

test("onRequest adds headers to the request, which the server gets", async () => {
  const server = await serve(json(completion()));
  const bodies: (string | null)[] = [];
  const client = clientOf(server, {
    headers: { "x-team": "blue", "x-gone": "1" },
    onRequest: ({ body, call }) => {
      bodies.push(body);
      return { headers: { "X-Signature": `${call.method} ${call.path}`, "x-team": "red", "x-gone": null } };
    },
  });
  await client.chat.completions.create(question);
  const [request] = server.requests;
  expect(request?.headers).toMatchObject({ "x-signature": "POST /chat/completions", "x-team": "red" });
  expect(request?.headers).not.toHaveProperty("x-gone");
  expect(request?.headers).toMatchObject({ authorization: `Bearer ${KEY}` });
  expect(bodies).toEqual([request?.body.toString()]);
});

test("a header that can't be sent is left out and told to the logger, and the request goes on", async () => {
  const server = await serve(json(completion()));
  const lines: LogEntry[] = [];
  const client = clientOf(server, {
    onRequest: () => ({ headers: { "x-bad": "two\nlines" } }),
    logger: (entry) => void lines.push(entry),
    logLevel: "warn",
  });
  await client.chat.completions.create(question);
  expect(server.requests[0]?.headers).not.toHaveProperty("x-bad");
  expect(lines).toMatchObject([{ level: "warn", event: "warning" }]);
  expect(JSON.stringify(lines)).toContain("x-bad");
});

test("hooks that throw, reject or never finish break nothing and are told to the logger", async () => {
  const server = await serve(error(503, {}, { "retry-after-ms": "1" }), stream(answerOf("Hi")), error(400));
  const lines: LogEntry[] = [];
  const fails = (name: string) => () => {
    throw new Error(`${name} is broken`);
  };
  const client = clientOf(server, {
    maxRetries: 1,
    onRequest: fails("onRequest"),
    onRetry: async () => fails("onRetry")(),
    onResponse: () => new Promise(() => {}),
    onStreamEnd: fails("onStreamEnd"),
    onEnd: fails("onEnd"),
    onError: fails("onError"),
    logger: (entry) => void lines.push(entry),
    logLevel: "warn",
  });
  const opened = await client.chat.completions.create({ ...question, stream: true });
  expect(await opened.finalText()).toBe("Hi");
  const refused = await caught(client.chat.completions.create(question));
  expect(refused.statusCode).toBe(400);
  const told = JSON.stringify(lines);
  for (const name of ["onRequest", "onRetry", "onStreamEnd", "onEnd", "onError"]) {
    expect(told).toContain(`${name} is broken`);
  }
});

test("the client's hooks come before the request's, and children inherit them", async () => {
  const server = await serve(json(completion()));
  const order: string[] = [];
  const hooks = (who: string): CallHooks => ({
    onRequest: () => void order.push(`${who} request`),
    onEnd: () => void order.push(`${who} end`),
  });
  const client = clientOf(server, hooks("client"));
  await client.withOptions({ maxRetries: 1 }).chat.completions.create(question, hooks("own"));
  expect(order).toEqual(["client request", "own request", "client end", "own end"]);
  await client.withOptions({ onEnd: null }).chat.completions.create(question);
  expect(order.slice(4)).toEqual(["client request"]);
});

test("a refused call is told to onError alone, also by the hooks of its own options", async () => {
  const server = await serve(json(completion()));
  const told: string[] = [];
  const own: CallHooks = {
    onRequest: () => void told.push("onRequest"),
    onError: ({ attempts, error: cause }) => void told.push(`onError ${attempts} ${(cause as Error).name}`),
  };
  await caught(clientOf(server).chat.completions.create({ ...question, temperature: Number.NaN }, own));
  expect(told).toEqual(["onError 0 BadRequestError"]);
});

test("every resource is told of, the tool loop's steps included", async () => {
  const list = { object: "list", data: [] };
  const response = {
    id: "resp_1",
    object: "response",
    status: "completed",
    model: "m",
    output: [],
    incomplete_details: null,
  };
  const server = await serve(json(list), json(response), json({ answer: 42 }), stream(answerOf("Done")));
  const told: unknown[] = [];
  const client = clientOf(server, {
    onEnd: ({ call, finishReasons }) => void told.push([call.method, call.path, ...finishReasons]),
  });
  await client.models.list();
  await client.responses.create({ model: "m", input: "Hello" });
  await client.request({ path: "/anything", query: { token: "secret-of-a-query" } });
  await client.chat.completions.runTools({ ...question, tools: [] }).finalText();
  expect(told).toEqual([
    ["GET", "/models"],
    ["POST", "/responses", "completed"],
    ["GET", "/anything"],
    ["POST", "/chat/completions", "stop"],
  ]);
});

test("secrets of a query are masked in the address", async () => {
  const server = await serve(json({}));
  const urls: string[] = [];
  const client = clientOf(server, { onRequest: ({ call }) => void urls.push(call.url) });
  await client.request({ path: "/anything", query: { page: 2, access_token: "secret-of-a-query" } });
  expect(urls).toEqual([`${server.baseUrl}/anything?page=2&access_token=[redacted]`]);
  expect(server.requests[0]?.target).toContain("secret-of-a-query");
});

test("a raw answer ends when its body does", async () => {
  const server = await serve(json(completion()));
  const told: string[] = [];
  const client = clientOf(server, {
    onResponse: ({ status }) => void told.push(`response ${status}`),
    onEnd: ({ outcome, timings }) => void told.push(`${outcome} ${timings.attempts[0]?.bytesReceived}`),
    onError: () => void told.push("error"),
  });
  const asked = client.chat.completions.create(question);
  const response = await asked.asResponse();
  await asked.catch(() => {});
  expect(told).toEqual(["response 200"]);
  const text = await response.text();
  expect(told).toEqual(["response 200", `completed ${text.length}`]);
});

test.each(["onRequest", "onRetry", "onResponse", "onStreamEnd", "onEnd", "onError"])(
  "%s that is no function is refused by name",
  async (name) => {
    const make = () => new Client({ apiKey: KEY, [name]: "log it" });
    expect(make).toThrow(BadRequestError);
    expect(make).toThrow(`\`${name}\` must be a function, not "log it".`);
    const server = await serve(json(completion()));
    const refused = await caught(clientOf(server).chat.completions.create(question, { [name]: 1 }));
    expect(refused.param).toBe(name);
  },
);

test("what onRequest returns in vain is told to the logger, once; an async function is refused at once", async () => {
  const server = await serve(json(completion()));
  const lines: LogEntry[] = [];
  const vain: Readonly<Record<string, unknown>> = {
    promise: Promise.resolve({ headers: { "x-late": "1" } }),
    field: { body: "x", headers: { "x-kept": "1" } },
    text: "x-header: 1",
  };
  for (const returned of Object.values(vain)) {
    const client = clientOf(server, {
      onRequest: (() => returned) as never,
      logger: (entry) => void lines.push(entry),
      logLevel: "warn",
    });
    await client.chat.completions.create(question);
    await client.chat.completions.create(question);
  }
  expect(lines.map(({ message }) => message)).toEqual([
    expect.stringContaining("returned a promise, for which nothing waits"),
    expect.stringContaining("returned `body`, which has no effect"),
    expect.stringContaining("returned no object"),
  ]);
  expect(server.requests.map(({ headers }) => headers["x-kept"])).toEqual([
    undefined,
    undefined,
    "1",
    "1",
    undefined,
    undefined,
  ]);
  const onRequest = (async () => ({ headers: { "x-late": "1" } })) as never;
  expect(() => clientOf(server, { onRequest })).toThrow(BadRequestError);
  const client = clientOf(server);
  expect(await caught(client.me.get({ onRequest }))).toMatchObject({ param: "onRequest" });
});
