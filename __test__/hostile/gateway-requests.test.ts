import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { BodyPool, readBody } from "../../gateway/server/read-body";
import { readTarget } from "../../gateway/server/request-target";
import { hello, post } from "../gateway/call-gateway";
import { times } from "../support/patience";
import { rawExchange, readAnswers } from "./raw-exchange";

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ seed: 1, maxBodyBytes: 1_000_000 });
});
afterEach(() => gateway.close());

const request = (line: string, headers: readonly string[] = [], body = "") =>
  [line, "host: 127.0.0.1", "connection: close", ...headers, "", body].join("\r\n");

it.each([
  ["GET // HTTP/1.1", 404],
  ["GET //[ HTTP/1.1", 404],
  ["GET http://a:99999/ HTTP/1.1", 404],
  ["GET http://[ HTTP/1.1", 404],
  ["GET /v1/models/%E0%A4%A HTTP/1.1", 401],
  ["GET /v1/models?__proto__=x&constructor=y HTTP/1.1", 401],
  ["GET /constructor HTTP/1.1", 404],
  ["OPTIONS * HTTP/1.1", 404],
  ["CONNECT example.com:443 HTTP/1.1", 405],
  ["CONSTRUCTOR /v1/models HTTP/1.1", 400],
  ["GET /v1/models HTTP/9.9", 400],
  ["nothing of the kind", 400],
])("answers %j in the API's envelope with %i", async (line, status) => {
  const answer = await rawExchange(gateway.port, request(line));
  expect(readAnswers(answer)).toEqual({ statuses: [status], rest: "" });
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({
    error: { message: expect.any(String), code: expect.any(String) },
  });
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it.each(["constructor", "__proto__", "toString"])("answers the method %s over HTTP/2", async (method) => {
  await using second = await startGateway({ http2: true });
  const session = connectHttp2(second.url);
  const stream = session.request({ ":method": method, ":path": "/v1/models" });
  const [headers] = await new Promise<[Record<string, unknown>]>((done) =>
    stream.once("response", (...given) => done(given as never)),
  );
  expect(headers[":status"]).toBe(405);
  session.destroy();
});

it("answers a body without a key before the body has come", async () => {
  const head = request("POST /v1/chat/completions HTTP/1.1", ["content-length: 900000"]);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(gateway.port, "127.0.0.1", () => socket.write(head));
    socket.once("data", (piece) => {
      socket.destroy();
      resolve(piece.toString());
    });
  });
  expect(readAnswers(answer).statuses).toEqual([401]);
  expect(gateway.lastRequest?.bodyText).toBe("");
});

it("holds no more bodies at a time than four of the largest, and takes others again once they have gone", async () => {
  const sockets = Array.from({ length: 6 }, () => connect(gateway.port, "127.0.0.1"));
  const answers: string[] = [];
  const head = request("POST /v1/chat/completions HTTP/1.1", [
    `authorization: Bearer ${gateway.apiKey}`,
    "content-length: 1000000",
  ]);
  for (const socket of sockets) {
    socket.on("error", () => undefined);
    socket.on("data", (piece) => answers.push(piece.toString()));
    socket.write(head + "x".repeat(900_000));
  }
  await expect.poll(() => gateway.requests.length).toBe(6);
  await expect.poll(() => sockets.every(({ writableLength }) => writableLength === 0)).toBe(true);
  // The gateway reads what lies in the system's buffers in turns of the same loop, a piece in each.
  for (let turn = 0; turn < 300; turn++) await new Promise((next) => setImmediate(next));
  for (const socket of sockets) socket.write("x".repeat(100_000));
  await expect.poll(() => answers.length).toBe(6);
  const statuses = answers.flatMap((answer) => readAnswers(answer).statuses).sort();
  expect(statuses).toEqual([400, 400, 400, 400, 503, 503]);
  for (const socket of sockets) socket.destroy();
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it("gives up a body that stops coming", async () => {
  const { PassThrough } = await import("node:stream");
  const body = new PassThrough();
  body.write("{");
  const limits = { maxBytes: 10, idleMs: 20, pool: new BodyPool(10) };
  await expect(readBody(body as never, limits)).rejects.toMatchObject({ status: 408 });
  expect(limits.pool.take(10)).toBe(true);
});

it("keeps as many bytes of requests as it was told, and always the latest", async () => {
  await using small = await startGateway({ keepBytes: 100_000 });
  for (let turn = 0; turn < 20; turn += 1) {
    await post(small, "chat/completions", { ...hello, user: `${turn}`.padEnd(20_000, "x") });
  }
  expect(small.requests.length).toBeGreaterThan(1);
  expect(small.requests.length).toBeLessThan(6);
  await post(small, "chat/completions", { ...hello, user: "x".repeat(300_000) });
  expect(small.requests).toHaveLength(1);
});

it("refuses a body that is nested deeper than anything could walk through", async () => {
  const response = await post(gateway, "chat/completions", `{"model":${"[".repeat(200_000)}`);
  expect([response.status, ((await response.json()) as { error: object }).error]).toMatchObject([
    400,
    { message: "The request body is nested more than 128 levels deep." },
  ]);
});

it.each(["huge-event;bytes=1e12", "events-after-end;count=1e12", "stall;for-ms=1e15"])(
  "refuses the fault %s, which would take the gateway itself down",
  async (fault) => {
    const response = await post(gateway, "chat/completions", hello, { "x-gateway-fault": fault });
    expect(response.status).toBe(400);
  },
);

it("takes no faults from who has no key", async () => {
  const headers = { authorization: "Bearer nobody", "x-gateway-fault": "refuse;for-ms=2000000000" };
  expect((await post(gateway, "chat/completions", hello, headers)).status).toBe(401);
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it("answers with an error where an answer can't be written", async () => {
  gateway.enqueue({ raw: { headers: { "x-bad": "line\nbreak" }, body: {} } });
  expect((await post(gateway, "chat/completions", hello)).status).toBe(500);
});

it("refuses names that a web page could have pointed at this machine, and knows those it was told", async () => {
  await using named = await startGateway({ allowedHosts: ["gateway.example"] });
  const statusAs = async (host: string) => {
    const sent = `GET /v1/registry/models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
    return readAnswers(await rawExchange(named.port, sent)).statuses;
  };
  for (const host of [
    "127.0.0.1:80",
    "localhost",
    "LOCALHOST:1",
    "[::1]:9",
    "a.localhost",
    "gateway.example:7",
    "",
  ])
    expect([host, await statusAs(host)]).toEqual([host, [200]]);
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[evil]"])
    expect([host, await statusAs(host)]).toEqual([host, [403]]);
});

it("reads any request target without failing, and any path as it was written or as URLs are", () => {
  const target = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ unit: fc.constantFrom(..."/:[]@?#%.\\ax9") }),
    fc.webPath().map((path) => `/${path}`),
  );
  fc.assert(
    fc.property(target, (written) => {
      const { path, query } = readTarget(written);
      expect(path === written || path.startsWith("/")).toBe(true);
      expect(Object.values(query).every((value) => typeof value === "string")).toBe(true);
    }),
    { numRuns: times(2000, 200_000) },
  );
});

it("answers whatever bytes it is sent with well-formed answers, and never with an error of its own", async () => {
  const body = JSON.stringify({ ...hello, stream: true });
  const key = `authorization: Bearer ${gateway.apiKey}`;
  const seeds = [
    request("POST /v1/chat/completions HTTP/1.1", [key, `content-length: ${body.length}`], body),
    request(
      "POST /v1/responses HTTP/1.1",
      [key, "transfer-encoding: chunked"],
      '5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n',
    ),
    request("GET /v1/models?endpoint=responses HTTP/1.1", [key]),
    request("GET http://127.0.0.1/v1/me HTTP/1.1", [key, "x-gateway-fault: 503;retry-after=1"]),
    request("DELETE /v1/workspaces/x/api-keys/y HTTP/1.1", [key]),
  ];
  const cut = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(6),
    put: fc.uint8Array({ maxLength: 6 }),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(cut, { minLength: 1, maxLength: 4 }))
    .map(([seed, cuts]) => cuts.reduce(mutate, Buffer.from(seed, "latin1")));
  const samples = fc.sample(mutated, { numRuns: times(250, 5000), seed: 12 });
  const working = samples.splice(0).values();
  const worker = async () => {
    for (const bytes of working) {
      const { statuses, rest } = readAnswers(await rawExchange(gateway.port, bytes));
      const sent = bytes.toString("latin1");
      expect({ sent, rest }).toEqual({ sent, rest: "" });
      expect({ sent, failed: statuses.filter((status) => status === 500) }).toEqual({ sent, failed: [] });
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
}, 600_000);

function mutate(bytes: Buffer, { at, remove, put }: { at: number; remove: number; put: Uint8Array }): Buffer {
  const place = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + remove)]);
}
