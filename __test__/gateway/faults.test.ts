import { afterEach, expect, it } from "vitest";
import { type Gateway, type LocalGatewayOptions, parseFault, startGateway } from "../../gateway";
import { rawChat } from "./raw-http";

let gateway: Gateway;
const start = async (options?: LocalGatewayOptions): Promise<Gateway> => {
  gateway = await startGateway(options);
  return gateway;
};
afterEach(() => gateway?.close());

const hello = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] };
const streamed = { ...hello, stream: true };
const withFault = (fault: string): Record<string, string> => ({ "x-gateway-fault": fault });

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${gateway.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, ...headers },
    body: JSON.stringify(body),
  });

it("sends any status with the documented envelope and Retry-After", async () => {
  await start();
  const response = await post(hello, withFault("429;retry-after=7"));
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await response.json()).toMatchObject({
    error: { type: "rate_limit_error", code: "rate_limit_exceeded" },
  });
});

it("keeps the type that belongs to a code even when the status is unusual", async () => {
  await start();
  const response = await post(hello, withFault("status;status=402;code=budget_exhausted"));
  expect(response.status).toBe(402);
  expect(await response.json()).toMatchObject({
    error: { type: "rate_limit_error", code: "budget_exhausted" },
  });
});

it("resets the connection before any byte of the answer", async () => {
  await start();
  const answer = await rawChat(gateway, streamed, withFault("reset;at=start"));
  expect(answer).toMatchObject({ end: "reset", text: "" });
  expect(gateway.lastRequest?.end).toBe("gateway");
});

it("resets the connection after the headers and before the body", async () => {
  await start();
  const answer = await rawChat(gateway, streamed, withFault("reset;at=headers"));
  expect(answer.end).toBe("reset");
  expect(answer.text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/);
});

it("resets the connection in the middle of an event, after the events that were asked for", async () => {
  await start();
  const answer = await rawChat(gateway, streamed, withFault("reset;after=2"));
  expect(answer.end).toBe("reset");
  expect(answer.text.match(/data: /g)).toHaveLength(3);
  expect(gateway.lastRequest?.eventsSent).toBe(2);
});

it("closes the connection in an orderly way without ending the chunked body", async () => {
  await start();
  const answer = await rawChat(gateway, streamed, withFault("close;after=1"));
  expect(answer.end).toBe("fin");
  expect(answer.text.endsWith("0\r\n\r\n")).toBe(false);
});

it("closes without answering at all", async () => {
  await start();
  expect(await rawChat(gateway, hello, withFault("close;at=start"))).toMatchObject({ end: "fin", text: "" });
});

it("stalls until the client goes away, and notices when it does", async () => {
  await start();
  const abort = new AbortController();
  const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, ...withFault("stall;after=1") },
    body: JSON.stringify(streamed),
    signal: abort.signal,
  });
  const reader = response.body?.getReader();
  await reader?.read();
  const request = gateway.lastRequest;
  expect(request?.disconnected).toBe(false);
  abort.abort();
  expect(await request?.closed).toBe("client");
  expect(request?.disconnectedAt).toBeGreaterThanOrEqual(request?.receivedAt ?? Number.POSITIVE_INFINITY);
});

it("stalls before the headers", async () => {
  await start();
  await expect(
    fetch(`${gateway.baseUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.apiKey}`, ...withFault("stall;at=start") },
      body: JSON.stringify(hello),
      signal: AbortSignal.timeout(100),
    }),
  ).rejects.toThrow();
  expect(await gateway.lastRequest?.closed).toBe("client");
});

it("goes on after a stall that has an end", async () => {
  await start();
  const response = await post(streamed, withFault("stall;for-ms=30"));
  expect((await response.text()).endsWith("data: [DONE]\n\n")).toBe(true);
});

it("truncates a stream with a proper end and without a finish reason", async () => {
  await start();
  const text = await (await post(streamed, withFault("truncate;after=2"))).text();
  expect(text.match(/data: /g)).toHaveLength(2);
  expect(text).not.toContain('"finish_reason":"stop"');
});

it("truncates a stream right after the finish reason", async () => {
  await start();
  const text = await (await post(streamed, withFault("truncate;finish"))).text();
  expect(text).toContain('"finish_reason":"stop"');
  expect(text).not.toContain("routing_metadata");
  expect(text).not.toContain("[DONE]");
});

it("truncates a body that is not a stream", async () => {
  await start();
  const text = await (await post(hello, withFault("truncate"))).text();
  expect(text.startsWith('{"id"')).toBe(true);
  expect(() => JSON.parse(text)).toThrow();
});

it("leaves [DONE] out", async () => {
  await start();
  const text = await (await post(streamed, withFault("omit-done"))).text();
  expect(text).toContain("routing_metadata");
  expect(text).not.toContain("[DONE]");
});

it("sends an event that is not JSON, with its framing intact", async () => {
  await start();
  const text = await (await post(streamed, withFault("malformed-json;after=1"))).text();
  const events = text.split("\n\n").map((event) => event.replace("data: ", ""));
  expect(() => JSON.parse(events[0] ?? "")).not.toThrow();
  expect(() => JSON.parse(events[1] ?? "")).toThrow();
});

it("sends a body that is not JSON", async () => {
  await start();
  await expect((await post(hello, withFault("malformed-json"))).json()).rejects.toThrow();
});

it("sends an error event in mid-stream", async () => {
  await start();
  const text = await (await post(streamed, withFault("error-event;after=2;code=upstream_timeout"))).text();
  const events = text.trim().split("\n\n");
  expect(events).toHaveLength(3);
  expect(JSON.parse(events[2]?.replace("data: ", "") ?? "")).toMatchObject({
    error: { type: "api_error", code: "upstream_timeout" },
  });
});

it("sends an HTML error page", async () => {
  await start();
  const response = await post(hello, withFault("html"));
  expect(response.status).toBe(502);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain("<!DOCTYPE html>");
});

it("sends status 200 with an error body", async () => {
  await start();
  const response = await post(hello, withFault("error-body;code=internal_error"));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ error: { code: "internal_error" } });
});

it("drips a few bytes at a time", async () => {
  await start({ replies: ["Hi"] });
  const answer = await rawChat(gateway, hello, withFault("drip;bytes=7;every-ms=1"));
  const chunks = answer.text.match(/\r\n7\r\n/g) ?? [];
  expect(chunks.length).toBeGreaterThan(10);
});

it("splits characters between writes", async () => {
  await start({ replies: ["日本語 🙂"] });
  const answer = await rawChat(gateway, streamed, withFault("split-utf8"));
  const face = Buffer.from("🙂");
  expect(answer.bytes.includes(face)).toBe(false);
  expect(answer.bytes.includes(Buffer.concat([face.subarray(0, 1), Buffer.from("\r\n1\r\n")]))).toBe(true);
});

it("sends an event of a megabyte", async () => {
  await start();
  const text = await (await post(streamed, withFault("huge-event"))).text();
  const longest = Math.max(...text.split("\n\n").map((event) => event.length));
  expect(longest).toBeGreaterThan(1_048_576);
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
});

it.each([10, -10])("sends a content length that is off by %i", async (by) => {
  await start();
  const answer = await rawChat(gateway, hello, withFault(`wrong-length;by=${by}`));
  const said = Number(/content-length: (\d+)/i.exec(answer.text)?.[1]);
  const sent = answer.bytes.length - answer.bytes.indexOf("\r\n\r\n") - 4;
  expect(said - sent).toBe(by);
});

it("sends events after the end", async () => {
  await start();
  const text = await (await post(streamed, withFault("events-after-end;count=3"))).text();
  expect(text.split("data: [DONE]\n\n")[1]?.match(/data: /g)).toHaveLength(3);
});

it("sends comments to keep the connection alive", async () => {
  await start();
  const text = await (await post(streamed, withFault("keep-alive;every-ms=5;for-ms=20"))).text();
  expect(text.match(/^: keep-alive$/gm)).toHaveLength(4);
});

it.each([
  ["crlf", "\r\n\r\n"],
  ["cr", "\r\r"],
])("ends lines with %s", async (eol, blank) => {
  await start();
  const text = await (await post(streamed, withFault(`line-endings;eol=${eol}`))).text();
  expect(text.endsWith(`data: [DONE]${blank}`)).toBe(true);
});

it("refuses connections and accepts them again on the same port", async () => {
  await start();
  const { port } = gateway;
  await gateway.refuseConnections();
  await expect(post(hello)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  await gateway.acceptConnections();
  expect(gateway.port).toBe(port);
  expect((await post(hello)).status).toBe(200);
});

it("refuses connections for a while after a request that asks for it", async () => {
  await start();
  await expect(post(hello, withFault("refuse;for-ms=600"))).rejects.toThrow();
  await expect
    .poll(() => post(hello).catch((error) => error.cause.code), { interval: 5 })
    .toBe("ECONNREFUSED");
  await expect
    .poll(() =>
      post(hello)
        .then((r) => r.status)
        .catch(() => 0),
    )
    .toBe(200);
});

it("lets exactly the next requests fail", async () => {
  await start();
  gateway.failNext("503", { times: 2 });
  gateway.failNext({ kind: "status", status: 500 });
  const statuses = [];
  for (let index = 0; index < 4; index += 1) statuses.push((await post(hello)).status);
  expect(statuses).toEqual([503, 503, 500, 200]);
});

it("applies standing faults by rule", async () => {
  await start({ faults: [{ fault: "503", every: 2, when: (request) => request.body !== undefined }] });
  const statuses = [];
  for (let index = 0; index < 4; index += 1) statuses.push((await post(hello)).status);
  expect(statuses).toEqual([200, 503, 200, 503]);
});

it("says which fault is unknown", async () => {
  await start();
  expect(() => gateway.failNext("explode")).toThrow(/Unknown fault "explode"/);
  expect(() => parseFault("reset;when=now")).toThrow(/no field when/);
  expect(() => parseFault("reset;at=lunch")).toThrow(/at must be one of/);
  const response = await post(hello, withFault("explode"));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { param: "x-gateway-fault" } });
});

it("closes at once, whatever state faults left the connections in", async () => {
  await start();
  for (const fault of [
    "reset;at=start",
    "truncate",
    "wrong-length",
    "wrong-length;by=-10",
    "refuse;for-ms=60000",
  ]) {
    await post(streamed, withFault(fault))
      .then((response) => response.text())
      .catch(() => undefined);
  }
  await gateway.close();
  await expect(post(hello)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
