import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect, constants } from "node:http2";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Gateway, type LocalGatewayOptions, startGateway } from "../../gateway";
import { hello } from "./call-gateway";

let folder: string;
let tls: { key: Buffer; cert: Buffer };
let gateway: Gateway | undefined;
let session: ClientHttp2Session | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gateway-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync(
    "openssl",
    [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ],
      ...["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
    ],
    { stdio: "ignore" },
  );
  tls = { key: readFileSync(key), cert: readFileSync(cert) };
});
afterEach(async () => {
  session?.destroy();
  session = undefined;
  await gateway?.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = async (options: LocalGatewayOptions): Promise<Gateway> => {
  gateway = await startGateway(options);
  return gateway;
};

interface Http2Answer {
  readonly status: number;
  readonly text: string;
  readonly error: NodeJS.ErrnoException | undefined;
}

function http2Chat(to: Gateway, body: unknown, headers: Record<string, string> = {}): Promise<Http2Answer> {
  session ??= connect(to.url, { ca: tls.cert }).on("error", () => undefined);
  const stream = session.request({
    ":method": "POST",
    ":path": "/v1/chat/completions",
    authorization: `Bearer ${to.apiKey}`,
    ...headers,
  });
  return new Promise((resolve) => {
    let status = 0;
    let text = "";
    let error: NodeJS.ErrnoException | undefined;
    stream.on("response", (answer) => {
      status = answer[":status"] ?? 0;
    });
    stream.on("data", (piece) => {
      text += piece;
    });
    stream.on("error", (cause) => {
      error = cause;
    });
    stream.on("close", () => resolve({ status, text, error }));
    stream.end(JSON.stringify(body));
  });
}

const overTls = (
  to: Gateway,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; version: string }> =>
  new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      ca: tls.cert,
      headers: { authorization: `Bearer ${to.apiKey}`, ...headers },
    };
    const request = httpsRequest(`${to.baseUrl}/chat/completions`, options, (response) => {
      let text = "";
      response.on("data", (piece) => {
        text += piece;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, version: response.httpVersion }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(JSON.stringify(body));
  });

const streamed = { ...hello, stream: true };

it("serves HTTPS", async () => {
  const to = await start({ tls });
  expect(to.baseUrl).toMatch(/^https:/);
  const answer = await overTls(to, streamed);
  expect(answer).toMatchObject({ status: 200, version: "1.1" });
  expect(answer.text.endsWith("data: [DONE]\n\n")).toBe(true);
});

it("resets a TLS connection at the level of TCP", async () => {
  const to = await start({ tls });
  await expect(overTls(to, streamed, { "x-gateway-fault": "reset;after=1" })).rejects.toMatchObject({
    code: "ECONNRESET",
  });
});

it.each(["plain text", "TLS"])("speaks HTTP/2 over %s, many streams on one connection", async (kind) => {
  const to = await start({ http2: true, ...(kind === "TLS" && { tls }) });
  const answers = await Promise.all(Array.from({ length: 20 }, () => http2Chat(to, streamed)));
  expect(answers.every(({ status, text }) => status === 200 && text.endsWith("data: [DONE]\n\n"))).toBe(true);
  expect(new Set(to.requests.map(({ connection }) => connection)).size).toBe(1);
  expect(to.lastRequest?.httpVersion).toBe("2.0");
});

it("speaks HTTP/1.1 as well over TLS with HTTP/2", async () => {
  const to = await start({ http2: true, tls });
  expect(await overTls(to, hello)).toMatchObject({ status: 200, version: "1.1" });
});

it("answers errors over HTTP/2", async () => {
  const to = await start({ http2: true });
  const answer = await http2Chat(to, { model: "gpt-4o" });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ error: { param: "messages" } });
});

it("resets one HTTP/2 stream and leaves the connection alone", async () => {
  const to = await start({ http2: true });
  const broken = await http2Chat(to, streamed, { "x-gateway-fault": "reset;scope=stream;after=1" });
  expect(broken.error?.code).toBe("ERR_HTTP2_STREAM_ERROR");
  expect(broken.text.match(/data: /g)).toHaveLength(2);
  expect((await http2Chat(to, hello)).status).toBe(200);
  expect(to.requests.map(({ connection }) => connection)).toEqual([0, 0]);
});

it.each(["plain text", "TLS"])("resets a whole HTTP/2 connection over %s", async (kind) => {
  const to = await start({ http2: true, ...(kind === "TLS" && { tls }) });
  const broken = await http2Chat(to, streamed, { "x-gateway-fault": "reset;after=1" });
  expect(broken.text.endsWith("data: [DONE]\n\n")).toBe(false);
  expect(session?.destroyed).toBe(true);
  expect(to.lastRequest?.end).toBe("gateway");
});

it("truncates, drips and stalls over HTTP/2", async () => {
  const to = await start({ http2: true });
  const cut = await http2Chat(to, streamed, { "x-gateway-fault": "truncate;after=2" });
  expect([cut.error, cut.text.match(/data: /g)?.length]).toEqual([undefined, 2]);
  expect((await http2Chat(to, hello, { "x-gateway-fault": "drip;bytes=40" })).text).toContain("Simulated");
  expect((await http2Chat(to, streamed, { "x-gateway-fault": "stall;for-ms=20" })).text).toContain("[DONE]");
});

it("notices that an HTTP/2 client cancelled its stream", async () => {
  const to = await start({ http2: true });
  session = connect(to.url);
  const stream = session.request({
    ":method": "POST",
    ":path": "/v1/chat/completions",
    authorization: `Bearer ${to.apiKey}`,
    "x-gateway-fault": "stall",
  });
  stream.on("error", () => undefined);
  stream.end(JSON.stringify(streamed));
  await new Promise((resolve) => stream.once("data", resolve));
  stream.close(constants.NGHTTP2_CANCEL);
  expect(await to.lastRequest?.closed).toBe("client");
});

it("says that a port is taken", async () => {
  const to = await start({});
  await expect(startGateway({ port: to.port })).rejects.toMatchObject({
    name: "BadRequestError",
    param: "port",
  });
});

it("closes although connections are open, and frees the port", async () => {
  const first = await start({});
  const { port } = first;
  const pending = fetch(`${first.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${first.apiKey}`, "x-gateway-fault": "stall;at=start" },
    body: JSON.stringify(hello),
  }).catch(() => "broken off");
  await first.waitForRequest();
  await first.close();
  expect(await pending).toBe("broken off");
  await start({ port });
  expect((await fetch(`${gateway?.url}/v1/registry/models`)).status).toBe(200);
});
