import { describe, expect, test } from "vitest";
import { APIConnectionError, APIStatusError } from "../../ts/index";
import { hangAfter, json, silence, stream, streamHead } from "../support/answers";
import { ca, localhost, pathOf } from "../support/certificates";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, KEY, textOf } from "../support/client";
import { run } from "../support/program";
import { startProxy } from "../support/proxy";
import { serve, serveTls } from "../support/scripted-server";
import { startSocksProxy } from "../support/socks-proxy";

const good = json(completion("Through."));
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const denied =
  "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n";

describe("the option `proxy`", () => {
  test("carries requests without TLS as they are", async () => {
    const server = await serve(good);
    const proxy = await startProxy();
    const client = clientOf({ baseUrl: `http://api.example:${server.port}` }, { proxy: proxy.url });
    const result = await client.chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Through.");
    expect(proxy.requests[0]?.target).toBe(`http://api.example:${server.port}/v1/chat/completions`);
    expect(server.requests[0]?.headers.host).toBe(`api.example:${server.port}`);
  });

  test("tunnels requests with TLS, and never gets to see the key", async () => {
    const server = await serveTls(localhost, good, stream(answerOf("Hel", "lo")));
    const proxy = await startProxy();
    const client = clientOf({ baseUrl: `https://localhost:${server.port}` }, { proxy: proxy.url, ca });
    await client.chat.completions.create(question);
    expect(await textOf(await client.chat.completions.create({ ...question, stream: true }))).toBe("Hello");
    expect(proxy.requests[0]).toMatchObject({ method: "CONNECT", target: `localhost:${server.port}` });
    for (const { head, body } of proxy.requests) expect(head + body).not.toContain(KEY);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("logs in with the credentials of its address, percent-encoded ones too", async () => {
    const server = await serveTls(localhost, good);
    const proxy = await startProxy((request) =>
      request.headers["proxy-authorization"] === basic("user:p@ss word") ? undefined : denied,
    );
    const address = proxy.url.replace("//", "//user:p%40ss%20word@");
    await clientOf({ baseUrl: `https://localhost:${server.port}` }, { proxy: address, ca }).me.get();
    expect(server.requests[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  test.each([
    ["wants a login", denied, /407|authorization/i],
    ["refuses the tunnel", "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", /403|unsuccessful|tunnel/i],
    ["answers with nonsense", "nonsense", /./],
    ["hangs up", "", /./],
  ])("that %s is a typed error that names it, and is not asked again", async (_what, refusal, cause) => {
    const server = await serveTls(localhost, good);
    const proxy = await startProxy(() => refusal);
    const client = clientOf(
      { baseUrl: `https://localhost:${server.port}` },
      { proxy: proxy.url, ca, maxRetries: 2 },
    );
    const failure = await caught(client.me.get());
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure).toMatchObject({ statusCode: 0, code: "api_connection_error" });
    expect(failure.message).toMatch(/proxy/i);
    expect(JSON.stringify(failure)).toMatch(cause);
    if (refusal !== "") expect(proxy.requests).toHaveLength(1);
    expect(server.connections).toBe(0);
  });

  test("that refuses a request without TLS answers it, as any server would", async () => {
    const proxy = await startProxy(() => denied);
    const failure = await caught(clientOf({ baseUrl: "http://api.example" }, { proxy: proxy.url }).me.get());
    expect(failure).toBeInstanceOf(APIStatusError);
    expect(failure).toMatchObject({ statusCode: 407, code: "malformed_response", retryable: false });
  });

  test("where nobody listens is a typed error that names it and what to check", async () => {
    const proxy = await startProxy();
    const { url } = proxy;
    await proxy.close();
    const address = url.replace("//", "//user:secret@");
    const failure = await caught(
      clientOf({ baseUrl: "https://api.example" }, { proxy: address, maxRetries: 0 }).me.get(),
    );
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.message).toContain(`api.example:443 through the proxy ${new URL(url).host}`);
    expect(failure.message).toMatch(/refused.*that the proxy runs.*HTTPS_PROXY/i);
    expect(JSON.stringify(failure) + failure.message).not.toContain("secret");
    expect(failure.cause).toBeInstanceOf(Error);
  });

  test("lets an aborted stream go at the server's end, too", async () => {
    const server = await serveTls(localhost, hangAfter(`${streamHead()}${event(chunk("Hel"))}`));
    const proxy = await startProxy();
    const client = clientOf({ baseUrl: `https://localhost:${server.port}` }, { proxy: proxy.url, ca });
    for await (const _ of await client.chat.completions.create({ ...question, stream: true })) break;
    await (await server.arrival()).closed;
  });

  test("that takes its time is stopped by the limit on connecting", async () => {
    const proxy = await serve(silence);
    const client = clientOf(
      { baseUrl: "https://api.example" },
      { proxy: `http://127.0.0.1:${proxy.port}`, timeout: { connect: 150 } },
    );
    expect(await caught(client.me.get())).toMatchObject({ name: "APITimeoutError", phase: "connect" });
  });
});

describe("a proxy of another kind", () => {
  test("is spoken to over TLS for an https:// address", async () => {
    const server = await serveTls(localhost, good);
    const proxy = await startProxy(undefined, localhost);
    const client = clientOf({ baseUrl: `https://localhost:${server.port}` }, { proxy: proxy.url, ca });
    const result = await client.chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Through.");
    expect(proxy.requests[0]?.method).toBe("CONNECT");
  });

  test.each([
    ["socks5", "127.0.0.1"],
    ["socks5h", "localhost"],
  ])("is spoken to in SOCKS5 for a %s:// address", async (scheme, host) => {
    const [plain, secure] = [await serve(good), await serveTls(localhost, good)];
    const proxy = await startSocksProxy();
    const options = { proxy: `${scheme}://127.0.0.1:${proxy.port}`, ca };
    await clientOf({ baseUrl: `http://${host}:${plain.port}` }, options).me.get();
    await clientOf({ baseUrl: `https://${host}:${secure.port}` }, options).me.get();
    expect(proxy.targets).toEqual([`${host}:${plain.port}`, `${host}:${secure.port}`]);
  });

  test("is logged in to in SOCKS5, or tells that it was not", async () => {
    const server = await serve(good);
    const proxy = await startSocksProxy({ login: "user:pass word" });
    const at = (login: string) => ({ proxy: `socks5h://${login}@127.0.0.1:${proxy.port}` });
    await clientOf(server, at("user:pass%20word")).me.get();
    expect(proxy.logins).toEqual(["user:pass word"]);
    const failure = await caught(clientOf(server, at("user:wrong")).me.get());
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.message).toMatch(/proxy/i);
    expect(JSON.stringify(failure)).not.toContain("wrong");
  });
});

describe("the environment's proxies", () => {
  const ask = `
    const client = new Client({ ...options, ...JSON.parse(process.env.MORE ?? "{}") });
    await client.chat.completions.create(question).then(
      (result) => console.log(result.choices[0].message.content),
      (error) => console.log(error.name),
    );
  `;

  test.each([["HTTP_PROXY"], ["http_proxy"], ["ALL_PROXY"], ["all_proxy"]])(
    "of %s carry requests without TLS",
    async (name) => {
      const server = await serve(good);
      const proxy = await startProxy();
      const { stdout } = await run(ask, { server, env: { [name]: proxy.url } });
      expect(stdout).toBe("Through.");
      expect(proxy.requests).toHaveLength(1);
    },
  );

  test.each([["HTTPS_PROXY"], ["https_proxy"], ["ALL_PROXY"]])(
    "of %s tunnel requests with TLS",
    async (name) => {
      const server = await serveTls(localhost, good);
      const proxy = await startProxy();
      const env = { [name]: proxy.url, NODE_EXTRA_CA_CERTS: pathOf("ca") };
      expect((await run(ask, { server, env })).stdout).toBe("Through.");
      expect(proxy.requests[0]?.method).toBe("CONNECT");
    },
  );

  test("are each for their own scheme", async () => {
    const server = await serve(good);
    const proxy = await startProxy();
    await run(ask, { server, env: { HTTPS_PROXY: proxy.url } });
    expect(proxy.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });

  test.each(["127.0.0.1", "*", "example.com,127.0.0.1", "127.0.0.0/8", " 127.0.0.1 , x"])(
    "are passed by for NO_PROXY=%j",
    async (hosts) => {
      const server = await serve(good);
      const proxy = await startProxy();
      const { stdout } = await run(ask, { server, env: { HTTP_PROXY: proxy.url, NO_PROXY: hosts } });
      expect(stdout).toBe("Through.");
      expect(proxy.requests).toHaveLength(0);
    },
  );

  test.each([
    ["127.0.0.1:PORT", 0],
    ["127.0.0.1:1", 1],
    ["localhost:PORT", 1],
    ["*.0.0.1:PORT,x", 0],
  ])("are passed by for a host of NO_PROXY at its port: %j", async (hosts, asked) => {
    const server = await serve(good);
    const proxy = await startProxy();
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: hosts.replace("PORT", String(server.port)) };
    await run(ask, { server, env });
    expect(proxy.requests).toHaveLength(asked);
  });

  test.each([
    ["[::1]:1", 0],
    ["[::1]", 0],
    ["::1", 0],
    ["[::1]:2", 1],
    ["[::2]", 1],
  ])("are passed by for an address of version 6 in NO_PROXY: %j", async (hosts, asked) => {
    // Nobody listens at port 1: what counts is who was asked.
    const proxy = await startProxy();
    const server = { baseUrl: "http://[::1]:1/v1" };
    await run(ask, { server, env: { HTTP_PROXY: proxy.url, NO_PROXY: hosts, MORE: '{"maxRetries":0}' } });
    expect(proxy.requests).toHaveLength(asked);
  });

  test.each(["example.com", "27.0.0.1", ""])("are used for NO_PROXY=%j", async (hosts) => {
    const server = await serve(good);
    const proxy = await startProxy();
    await run(ask, { server, env: { HTTP_PROXY: proxy.url, NO_PROXY: hosts } });
    expect(proxy.requests).toHaveLength(1);
  });

  test("pass by for hosts below a domain of NO_PROXY, and those alone", async () => {
    const server = await serve(good);
    const proxy = await startProxy();
    const at = (host: string) => ({ baseUrl: `http://${host}:${server.port}/v1` });
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: "localhost,.internal.example" };
    await run(ask, { server: at("localhost"), env });
    expect(proxy.requests).toHaveLength(0);
    await run(ask, { server: at("api.example"), env });
    expect(proxy.requests).toHaveLength(1);
  });

  test("are switched off by `proxy: false` and replaced by an address, without regard to NO_PROXY", async () => {
    const server = await serve(good);
    const [environment, option] = [await startProxy(), await startProxy()];
    const env = { HTTP_PROXY: environment.url, NO_PROXY: "127.0.0.1" };
    await run(ask, { server, env: { ...env, NO_PROXY: "", MORE: JSON.stringify({ proxy: false }) } });
    await run(ask, { server, env: { ...env, MORE: JSON.stringify({ proxy: option.url }) } });
    expect(environment.requests).toHaveLength(0);
    expect(option.requests).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  test("that are set while the program runs count for clients made later", async () => {
    const server = await serve(good);
    const proxy = await startProxy();
    const source = `
      const before = new Client(options);
      process.env.HTTP_PROXY = ${JSON.stringify(proxy.url)};
      const after = new Client(options);
      await before.me.get();
      await after.me.get();
      delete process.env.HTTP_PROXY;
      await new Client(options).me.get();
    `;
    const { code } = await run(source, { server });
    expect(code).toBe(0);
    expect(proxy.requests).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  test("of HTTP_PROXY are not believed under CGI, where anybody can set that", async () => {
    const server = await serve(good);
    const proxy = await startProxy();
    await run(ask, { server, env: { HTTP_PROXY: proxy.url, REQUEST_METHOD: "GET" } });
    expect(proxy.requests).toHaveLength(0);
  });

  test("that are no addresses are a typed error that names the variables", async () => {
    const server = await serve(good);
    const source = `
      await new Client(options).me.get().catch((error) => console.log(error.name, error.message));
    `;
    const { stdout } = await run(source, { server, env: { HTTP_PROXY: "http://[oops" } });
    expect(stdout).toMatch(/^BadRequestError .*HTTPS_PROXY/);
  });
});
