import { expect, test } from "vitest";
import type { NativeFetch } from "../../ts/native/addon";
import { byteStream } from "../../ts/native/byte-stream";
import type { CoreClient } from "../../ts/native/core-client";
import type { NativeFailure } from "../../ts/native/records";
import { body, head, json, raw, reset } from "../support/answers";
import { type Answer, serve } from "../support/scripted-server";
import { coreClient } from "./core";

const redirectTo =
  (location: string, status = 302): Answer =>
  (exchange) =>
    exchange.write(head(status, { location, "content-length": "0" }));

async function fetchWith(core: CoreClient, request: Partial<NativeFetch> & { url: string }) {
  const { id, outcome } = core.fetch({
    method: "GET",
    headers: "",
    body: null,
    redirect: "follow",
    ...request,
  });
  const answer = await outcome;
  if (answer.failure !== undefined) return { answer, bytes: Buffer.alloc(0) };
  const { body } = byteStream(id, { raise: (failure: NativeFailure) => failure, ended: () => {} });
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return { answer, bytes: Buffer.concat(pieces) };
}

test("bytes go out and come back as they are", async () => {
  const sent = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const server = await serve(body(200, sent));
  const { answer, bytes } = await fetchWith(coreClient(), {
    method: "PUT",
    url: `${server.baseUrl}/x`,
    headers: "x-one: 1\ncontent-type: application/octet-stream",
    body: sent,
  });
  const [exchange] = server.exchanges;
  expect(answer).toMatchObject({ status: 200, reason: "Whatever", redirectedTo: "" });
  expect(bytes).toEqual(sent);
  expect(exchange?.request.body).toEqual(sent);
  expect(exchange?.request.headers).toMatchObject({ "x-one": "1", "content-length": "256" });
  expect(exchange?.request.headers).not.toHaveProperty("authorization");
});

test("every status is an answer, and nothing is repeated", async () => {
  const server = await serve(
    json({ error: 1 }, { status: 503 }),
    raw("HTTP/1.1 404 Not Here\r\ncontent-length: 0\r\n\r\n"),
  );
  const core = coreClient();
  expect(await fetchWith(core, { url: server.baseUrl })).toMatchObject({
    answer: { status: 503, attempts: 1 },
  });
  expect(await fetchWith(core, { url: server.baseUrl })).toMatchObject({
    answer: { status: 404, reason: "Not Here" },
  });
  expect(server.exchanges).toHaveLength(2);
});

test("a redirect is followed to another origin, without credentials", async () => {
  const other = await serve(json({ there: true }));
  const server = await serve(redirectTo(`${other.baseUrl}/there`));
  const headers = "authorization: Bearer x\ncookie: a=b\nx-kept: yes";
  const { answer, bytes } = await fetchWith(coreClient(), { url: server.baseUrl, headers });
  expect(JSON.parse(bytes.toString())).toEqual({ there: true });
  expect(answer).toMatchObject({ status: 200, redirectedTo: `${other.baseUrl}/there` });
  expect(server.exchanges[0]?.request.headers).toMatchObject({ authorization: "Bearer x" });
  const received = other.exchanges[0]?.request.headers;
  expect(received).toMatchObject({ "x-kept": "yes" });
  expect(received).not.toHaveProperty("authorization");
  expect(received).not.toHaveProperty("cookie");
});

test("a redirect can be an answer, or a failure", async () => {
  const server = await serve(redirectTo("/there"), redirectTo("/there"));
  const manual = await fetchWith(coreClient(), { url: server.baseUrl, redirect: "manual" });
  expect(manual.answer).toMatchObject({ status: 302 });
  expect(manual.answer.headers).toContain("location: /there");
  const refused = await fetchWith(coreClient(), { url: server.baseUrl, redirect: "error" });
  expect(refused.answer.failure).toMatchObject({
    kind: "redirect",
    retryable: false,
    message: "unexpected redirect",
  });
});

test("a ring of redirects ends, and so does one that leads to no address", async () => {
  const ring = await serve((exchange) => redirectTo(ring.baseUrl)(exchange));
  const { answer } = await fetchWith(coreClient(), { url: ring.baseUrl });
  expect(answer.failure).toMatchObject({ kind: "redirect", message: "redirect count exceeded" });
  for (const location of ["ftp://127.0.0.1/", "http://["]) {
    const server = await serve(redirectTo(location));
    expect((await fetchWith(coreClient(), { url: server.baseUrl })).answer.failure?.kind).toBe("redirect");
  }
});

test("a method that a redirect changes goes without its body, and one that it keeps with it", async () => {
  for (const [status, method, length] of [
    [303, "GET", 0],
    [302, "GET", 0],
    [307, "POST", 4],
  ] as const) {
    const server = await serve(redirectTo("/there", status), json({}));
    await fetchWith(coreClient(), {
      method: "POST",
      url: server.baseUrl,
      headers: "content-type: text/plain",
      body: Buffer.from("text"),
    });
    const { request } = server.exchanges[1] ?? {};
    expect([request?.method, request?.body.length]).toEqual([method, length]);
    expect("content-type" in (request?.headers ?? {})).toBe(length > 0);
  }
});

test("a broken connection is a failure", async () => {
  const server = await serve(reset);
  expect((await fetchWith(coreClient(), { url: server.baseUrl })).answer.failure).toMatchObject({
    kind: "network",
  });
});
