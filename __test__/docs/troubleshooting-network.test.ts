import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { Client, type ClientOptions } from "../../ts/index";
import { json, raw, reset, silence, stream, streamHead } from "../support/answers";
import { ca, elsewhere, expired, localhost } from "../support/certificates";
import { chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { startProxy } from "../support/proxy";
import { serve, serveTls } from "../support/scripted-server";
import { holds, troubleshootingTexts } from "./troubleshooting-texts";

interface Trouble {
  readonly server: { readonly baseUrl: string };
  readonly options?: ClientOptions;
  /** Met by a request whose answer is no stream. */
  readonly whole?: boolean;
}

const good = json(completion("Good."));
const begun = `${streamHead()}${event(chunk("Hel"))}`;

/** A server that breaks every connection before TLS stands. */
async function serveNobody(how: "resets" | "closes" = "resets"): Promise<{ baseUrl: string }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => (how === "closes" ? socket.end() : socket.resetAndDestroy()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  return { baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Every trouble of the page, brought about. */
const troubles: readonly (readonly [what: string, meet: () => Promise<Trouble>])[] = [
  ["nothing listens", async () => ({ server: { baseUrl: "http://127.0.0.1:1" } })],
  ["a name that nobody knows", async () => ({ server: { baseUrl: "http://no-such-host.invalid" } })],
  ["a connection that breaks before TLS stands", async () => ({ server: await serveNobody() })],
  ["an authority that nobody knows", async () => ({ server: await serveTls(localhost, good) })],
  [
    "a server that speaks no TLS",
    async () => {
      const { baseUrl } = await serve(raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
      return { server: { baseUrl: baseUrl.replace("http:", "https:") } };
    },
  ],
  [
    "a server whose TLS is too old",
    async () => ({
      server: await serveTls({ ...localhost, minVersion: "TLSv1", maxVersion: "TLSv1.1" }, good),
      options: { ca },
    }),
  ],
  [
    "a server that wants to know who calls",
    async () => ({
      server: await serveTls({ ...localhost, ca, requestCert: true }, good),
      options: { ca },
    }),
  ],
  ["a connection that is closed in the handshake", async () => ({ server: await serveNobody("closes") })],
  [
    "an answer that can't be unpacked",
    async () => ({
      server: await serve(
        raw(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd`,
        ),
      ),
      whole: true,
    }),
  ],
  [
    "a certificate for another host",
    async () => ({ server: await serveTls(elsewhere, good), options: { ca } }),
  ],
  [
    "a certificate that has expired",
    async () => ({ server: await serveTls(expired, good), options: { ca } }),
  ],
  [
    "a proxy that refuses",
    async () => {
      const { url } = await startProxy(() => "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      return { server: await serveTls(localhost, good), options: { ca, proxy: url } };
    },
  ],
  [
    "a proxy that does not run",
    async () => ({ server: { baseUrl: "http://api.example" }, options: { proxy: "http://127.0.0.1:1" } }),
  ],
  ["a connection that breaks before the answer", async () => ({ server: await serve(reset) })],
  ["an answer that is no HTTP", async () => ({ server: await serve(raw("good day\r\n\r\n")) })],
  [
    "a server that takes no connection",
    async () => {
      const server = await serve(silence);
      const baseUrl = server.baseUrl.replace("http:", "https:");
      return { server: { baseUrl }, options: { timeout: { connect: 200 } } };
    },
  ],
  [
    "a server that does not answer",
    async () => ({ server: await serve(silence), options: { timeout: { headers: 200 } } }),
  ],
  [
    "an answer that falls silent",
    async () => ({
      server: await serve((exchange) => exchange.write(begun)),
      options: { timeout: { idle: 200 } },
    }),
  ],
  [
    "an answer that takes too long",
    async () => ({ server: await serve(silence), options: { timeout: { total: 200 } } }),
  ],
  [
    "a connection that breaks inside a stream",
    async () => ({
      server: await serve(async (exchange) => {
        await exchange.write(`${begun.replace("connection: close", "content-length: 100000")}`);
        exchange.end();
      }),
    }),
  ],
  ["a stream that ends too early", async () => ({ server: await serve(stream(event(chunk("Hel")))) })],
];

test.each(troubles)("the page on troubleshooting has the text of %s", async (_what, meet) => {
  const { server, options, whole } = await meet();
  const client = clientOf(server, { maxRetries: 0, ...options });
  const asked = whole
    ? client.chat.completions.create(question)
    : client.chat.completions.create({ ...question, stream: true }).then(textOf);
  const { message } = await caught(asked);
  expect(
    troubleshootingTexts("The network").filter((parts) => holds(message, parts)),
    message,
  ).toHaveLength(1);
});

test("the page on troubleshooting has no trouble of the network that is not tried above", () => {
  expect(troubleshootingTexts("The network")).toHaveLength(troubles.length);
});

test.each([
  ["no key", () => new Client()],
  [
    "an address in the environment that is none",
    () => {
      vi.stubEnv("AURIKO_BASE_URL", "localhost:1234");
      return new Client({ apiKey: "k" });
    },
  ],
  ["a path where a certificate is meant", () => new Client({ apiKey: "k", ca: "/etc/ssl/ca.pem" })],
])("the page on troubleshooting has the text of %s", async (_what, make) => {
  vi.stubEnv("AURIKO_API_KEY", undefined);
  vi.stubEnv("AURIKO_BASE_URL", undefined);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { message } = await caught(
    Promise.resolve()
      .then(make)
      .then((client) => client.me.get()),
  );
  expect(
    troubleshootingTexts("Options").filter((parts) => holds(message, parts)),
    message,
  ).toHaveLength(1);
});
