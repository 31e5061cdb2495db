import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { APIConnectionError, APITimeoutError, BadRequestError } from "../../ts/index";
import { json, silence, stream } from "../support/answers";
import {
  ca,
  elsewhere,
  expired,
  localhost,
  otherCa,
  pathOf,
  selfSigned,
  selfSignedCertificate,
} from "../support/certificates";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { run } from "../support/program";
import { serve, serveTls } from "../support/scripted-server";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "auriko-tls-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const good = json(completion("Safe."));

describe("a certificate that nothing vouches for", () => {
  test.each([
    ["an unknown authority", localhost, undefined, /UnknownIssuer.*`ca`.*NODE_EXTRA_CA_CERTS/s],
    [
      "another authority than the trusted one",
      localhost,
      otherCa,
      /UnknownIssuer.*`ca`.*NODE_EXTRA_CA_CERTS/s,
    ],
    [
      "a certificate for another host",
      elsewhere,
      ca,
      /"elsewhere\.example".*for another host: check `baseUrl`/s,
    ],
    ["a certificate that has expired", expired, ca, /expired.*has to renew its certificate.*clock/s],
    ["a certificate that nobody else signed", selfSigned, undefined, /signed.*itself.*`ca`/],
  ])("is refused by a typed error and not asked twice: %s", async (_what, tls, trusted, message) => {
    const server = await serveTls(tls, good);
    const client = clientOf(server, { maxRetries: 3, ca: trusted });
    const failure = await caught(client.chat.completions.create(question));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure).toMatchObject({
      attempts: 1,
      retryable: false,
      code: "api_connection_error",
      statusCode: 0,
    });
    expect(failure.message).toContain(`The TLS handshake with 127.0.0.1:${server.port} failed`);
    expect(failure.message).toMatch(message);
    expect(failure.cause).toBeInstanceOf(Error);
    expect(JSON.stringify(failure)).toMatch(/certificate/i);
    expect(server.requests).toHaveLength(0);
  });

  test("is refused for a server that speaks no TLS at all", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const failure = await caught(clientOf({ baseUrl: `https://127.0.0.1:${port}/v1` }).me.get());
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure).not.toBeInstanceOf(APITimeoutError);
    expect(failure.message).toContain("write http:// in `baseUrl`");
    expect(failure.message).not.toMatch(/certificate/i);
  });

  test.each([
    ["a version that is too old", { ...localhost, minVersion: "TLSv1", maxVersion: "TLSv1.1" } as const],
    [
      "other ciphers only",
      { ...localhost, maxVersion: "TLSv1.2", ciphers: "AES128-SHA256:@SECLEVEL=0" } as const,
    ],
  ])("is not what is said of a server with %s", async (_what, tls) => {
    const server = await serveTls(tls, good);
    const failure = await caught(clientOf(server, { ca }).me.get());
    expect(failure.message).toContain("no version or cipher of TLS in common");
    expect(failure.message).not.toContain("vouches");
  });

  test("is not what is said of a connection that is closed in the handshake", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end());
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const failure = await caught(clientOf({ baseUrl: `https://127.0.0.1:${port}/v1` }).me.get());
    expect(failure.message).toContain("closed the connection in the TLS handshake");
  });

  test("is not what is said of a server that misses a certificate of the client", async () => {
    const server = await serveTls({ ...localhost, ca, requestCert: true }, good);
    const failure = await caught(clientOf(server, { ca }).me.get());
    expect(failure.message).toContain("`cert` and `key`");
  });

  test("is not claimed to have billed where it never finished the handshake", async () => {
    const server = await serve(silence);
    const baseUrl = server.baseUrl.replace("http:", "https:");
    const failure = await caught(clientOf({ baseUrl }, { timeout: 200 }).me.get());
    expect(failure).toMatchObject({ phase: "headers" });
    expect(failure.message).toContain("If the request had reached it by then");
  });
});

describe("the option `ca`", () => {
  test.each([
    ["a text", ca],
    ["bytes", Buffer.from(ca)],
    ["a list", [otherCa, ca]],
    ["one text with several certificates", `# comment\n${otherCa}\n${ca}`],
  ])("is trusted as %s", async (_what, trusted) => {
    const server = await serveTls(localhost, good);
    const result = await clientOf(server, { ca: trusted }).chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Safe.");
  });

  test.each([
    ["not base64", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"],
    ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
  ])("works although one certificate of a bundle can't be read: %s", async (_what, broken) => {
    const server = await serveTls(localhost, good);
    await clientOf(server, { ca: `${broken}${ca}${broken}` }).me.get();
  });

  test("is trusted for a host name, too", async () => {
    const server = await serveTls(localhost, good);
    await clientOf({ baseUrl: `https://localhost:${server.port}` }, { ca }).me.get();
  });

  test("may hold the certificate that a server has signed itself, which then counts for its host alone", async () => {
    const server = await serveTls(selfSigned, good);
    const trusting = { ca: selfSignedCertificate };
    await clientOf({ baseUrl: `https://localhost:${server.port}` }, trusting).me.get();
    const failure = await caught(clientOf(server, trusting).me.get());
    expect(failure.message).toMatch(/not valid for name "?127\.0\.0\.1.*check `baseUrl`/);
  });

  test("is kept by withOptions(), and can be replaced", async () => {
    const server = await serveTls(localhost, good);
    const client = clientOf(server, { ca });
    await client.withOptions({ maxRetries: 1 }).me.get();
    expect(await caught(client.withOptions({ ca: otherCa }).me.get())).toBeInstanceOf(APIConnectionError);
  });

  test("carries streams", async () => {
    const server = await serveTls(localhost, stream(answerOf("Hel", "lo")));
    const opened = await clientOf(server, { ca }).chat.completions.create({ ...question, stream: true });
    expect(await textOf(opened)).toBe("Hello");
  });

  test("does no harm where no TLS is spoken", async () => {
    const server = await serve(good);
    await clientOf(server, { ca }).me.get();
  });

  test("closes the connection of an aborted call as it does without TLS", async () => {
    const server = await serveTls(localhost, silence);
    const controller = new AbortController();
    const pending = caught(clientOf(server, { ca }).me.get({ signal: controller.signal }));
    const exchange = await server.arrival();
    controller.abort();
    await pending;
    await exchange.closed;
  });
});

describe("the environment's certificates", () => {
  const ask = `
    const client = new Client(options);
    const ask = () => client.chat.completions.create(question).then(
      (result) => result.choices[0].message.content,
      (error) => error.name + ": " + error.message,
    );
    console.log(await ask());
  `;

  test("of NODE_EXTRA_CA_CERTS are trusted", async () => {
    const server = await serveTls(localhost, good);
    expect((await run(ask, { server })).stdout).toMatch(/^APIConnectionError/);
    const { stdout } = await run(ask, { server, env: { NODE_EXTRA_CA_CERTS: pathOf("ca") } });
    expect(stdout).toBe("Safe.");
  });

  test("of NODE_EXTRA_CA_CERTS that can't be read are passed over, as Node does", async () => {
    const server = await serve(good);
    const { stdout } = await run(ask, { server, env: { NODE_EXTRA_CA_CERTS: join(folder, "missing.pem") } });
    expect(stdout).toBe("Safe.");
  });

  test.runIf(process.platform === "linux")(
    "of SSL_CERT_FILE and SSL_CERT_DIR replace the system's",
    async () => {
      const server = await serveTls(localhost, good);
      expect((await run(ask, { server, env: { SSL_CERT_FILE: pathOf("ca") } })).stdout).toBe("Safe.");
      file("one.pem", ca);
      expect((await run(ask, { server, env: { SSL_CERT_DIR: folder } })).stdout).toBe("Safe.");
      expect((await run(ask, { server, env: { SSL_CERT_FILE: pathOf("other-ca") } })).stdout).toMatch(/TLS/);
    },
  );

  // What an image without a certificate store looks like.
  describe.runIf(process.platform === "linux")("that do not exist", () => {
    const env = () => ({ SSL_CERT_FILE: file("empty.pem", "") });
    const withBundle = (certificates: string) => `
      const Module = require("node:module");
      const bundle = { rootCertificates: ${JSON.stringify([certificates])} };
      for (const [owner, name] of [[Module, "_load"], [process, "getBuiltinModule"]]) {
        const load = owner[name];
        if (load) owner[name] = (wanted, ...rest) => wanted === "node:tls" ? bundle : load(wanted, ...rest);
      }
    `;

    test("do not hinder requests without TLS", async () => {
      const server = await serve(good);
      expect((await run(ask, { server, env: env() })).stdout).toBe("Safe.");
    });

    test("give way to those that come with Node", async () => {
      const server = await serveTls(localhost, good);
      const refused = await run(ask, { server, env: env() });
      expect(refused.stdout).toMatch(/^APIConnectionError: The TLS handshake/);
      const trusted = await run(withBundle(ca) + ask, { server, env: env() });
      expect(trusted.stdout).toBe("Safe.");
    });

    test("give way also for requests at the same time, with own limits, and of children", async () => {
      const server = await serveTls(localhost, good);
      const source = `${withBundle(ca)}${ask}
        const more = [
          client.me.get(), client.me.get({ timeout: 9000 }), client.withOptions({ maxRetries: 1 }).me.get(),
          client.me.get(), client.chat.completions.create(question, { maxRetries: 2 }),
        ];
        console.log((await Promise.allSettled(more)).map(({ status }) => status).join());
      `;
      const fresh = source.replace("console.log(await ask());", "");
      for (const program of [source, fresh]) {
        const { stdout } = await run(program, { server, env: env() });
        expect(stdout.split("\n").at(-1)).toBe(Array(5).fill("fulfilled").join());
      }
    });

    test("are not replaced by a certificate that the caller adds", async () => {
      const server = await serveTls(localhost, good);
      const added = { ...env(), NODE_EXTRA_CA_CERTS: pathOf("other-ca") };
      expect((await run(withBundle(ca) + ask, { server, env: added })).stdout).toBe("Safe.");
    });

    test("leave a server whose authority is given reachable", async () => {
      const server = await serveTls(localhost, good);
      const added = { ...env(), NODE_EXTRA_CA_CERTS: pathOf("ca") };
      expect((await run(ask, { server, env: added })).stdout).toBe("Safe.");
    });
  });
});

describe("a bundle of certificates", () => {
  test("with one that nobody can use serves with the others", async () => {
    const broken = ca.replace(/\n(.)/, (_, first) => `\n${first === "M" ? "N" : "M"}`);
    const server = await serveTls(localhost, good);
    const failure = await caught(clientOf(server, { ca: otherCa }).me.get());
    expect(failure).toBeInstanceOf(APIConnectionError);
    await clientOf(server, { ca: `${broken}${ca}` }).me.get();
  });

  test("in which nothing is a certificate is refused by the constructor", async () => {
    const nonsense = "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n";
    expect(() => clientOf({ baseUrl: "https://localhost" }, { ca: nonsense })).toThrow(BadRequestError);
  });
});
