import { seen } from "../observe";
import { type Case, get, streaming, streamOf } from "./case";

const post = (body: NonNullable<RequestInit["body"]>, init: RequestInit = {}) =>
  get("/echo", { method: "POST", body, ...init });
const withHeaders = (headers: NonNullable<RequestInit["headers"]>) => post("x", { headers });
const bytes = new TextEncoder().encode("bytes");
const requestOf = (origin: string) =>
  new Request(`${origin}/echo`, { method: "POST", body: "x", headers: { "x-a": "1" } });

function form(): FormData {
  const data = new FormData();
  data.append("name", "value");
  data.append("file", new Blob(["content"], { type: "text/plain" }), "file.txt");
  return data;
}

/** What goes out. */
export const requestCases: Case[] = [
  {
    what: "a URL object with a fragment",
    run: async (fetch, origin) => seen(await fetch(new URL(`${origin}/#part`))),
  },
  { what: "an address that is none", run: (fetch) => fetch("http://[nope") },
  { what: "a relative address", run: (fetch) => fetch("/path") },
  { what: "credentials in the address", run: (fetch, origin) => fetch(origin.replace("//", "//user:pass@")) },
  { what: "a scheme that nobody knows", run: (fetch) => fetch("ftp://127.0.0.1/") },
  { what: "a data: address", run: async (fetch) => seen(await fetch("data:text/plain,hello%20there")) },
  {
    what: "a blob: address",
    run: async (fetch) => (await fetch(URL.createObjectURL(new Blob(["hello"])))).text(),
  },
  { what: "a port that is blocked", run: (fetch) => fetch("http://127.0.0.1:25/") },
  { what: "a port where nobody listens", run: (fetch) => fetch("http://127.0.0.1:2/") },
  { what: "a name that nobody has", run: (fetch) => fetch("http://no-such-host.invalid/") },
  { what: "a method in lower case", run: get("/echo", { method: "post", body: "x" }) },
  ...["PUT", "PATCH", "DELETE"].map((method) => ({ what: method, run: get("/echo", { method, body: "x" }) })),
  ...["CONNECT", "TRACE", "TRACK", "GE T"].map((method) => ({
    what: `${method}`,
    run: get("/", { method }),
  })),
  { what: "GET with a body", run: get("/", { method: "GET", body: "x" }) },
  { what: "POST without a body", run: get("/echo", { method: "POST" }) },
  { what: "POST with an empty text", run: post("") },
  { what: "a text", run: post("Grüße 🦀") },
  { what: "bytes", run: post(bytes) },
  { what: "an ArrayBuffer", run: post(bytes.slice().buffer as ArrayBuffer) },
  { what: "a part of a larger buffer", run: post(bytes.subarray(1, 3)) },
  { what: "URLSearchParams", run: post(new URLSearchParams({ a: "1", b: "ü &" })) },
  { what: "a Blob with a type", run: post(new Blob(["blob"], { type: "text/csv" })) },
  { what: "a Blob without a type", run: post(new Blob(["blob"])) },
  {
    what: "FormData",
    answerOnly: true,
    run: async (fetch, origin) => {
      const response = await fetch(`${origin}/echo`, { method: "POST", body: form() });
      return (await response.text()).replace(/(formdata-undici-|-{4,})\S+/g, "BOUNDARY");
    },
  },
  {
    what: "a content type of one's own",
    run: post("{}", { headers: { "content-type": "application/json" } }),
  },
  { what: "a stream without duplex", run: get("/echo", () => ({ method: "POST", body: streamOf("x") })) },
  {
    what: "a stream that is locked",
    run: (fetch, origin) => {
      const init = streaming();
      (init.body as ReadableStream).getReader();
      return fetch(`${origin}/echo`, init);
    },
  },
  { what: "a Request", run: async (fetch, origin) => seen(await fetch(requestOf(origin))) },
  {
    what: "a Request whose headers are overridden",
    run: async (fetch, origin) => seen(await fetch(requestOf(origin), { headers: { "x-b": "2" } })),
  },
  {
    what: "a Request that is sent twice",
    run: async (fetch, origin) => {
      const request = requestOf(origin);
      await (await fetch(request)).text();
      return fetch(request);
    },
  },
  {
    what: "a clone of a Request",
    run: async (fetch, origin) => {
      const request = requestOf(origin);
      const copy = request.clone();
      return [await seen(await fetch(request)), await seen(await fetch(copy))];
    },
  },
  {
    what: "headers as pairs, trimmed",
    run: withHeaders([
      ["x-a", "  1 "],
      ["x-a", "2"],
    ]),
  },
  { what: "a header in latin1", run: withHeaders({ "x-word": "gr\xfcn" }) },
  { what: "a header with a line end", run: withHeaders({ "x-a": "a\r\nb: c" }) },
  { what: "a header beyond latin1", run: withHeaders({ "x-a": "€" }) },
  { what: "a header name with a blank", run: withHeaders({ "x a": "1" }) },
  { what: "transfer-encoding", run: withHeaders({ "transfer-encoding": "chunked" }) },
  { what: "expect", run: withHeaders({ expect: "100-continue" }) },
  { what: "upgrade", run: withHeaders({ upgrade: "websocket" }) },
  { what: "a content-length that is right", run: withHeaders({ "content-length": "1" }) },
  { what: "a content-length that is wrong", run: withHeaders({ "content-length": "7" }) },
  { what: "mode navigate", run: get("/", { mode: "navigate" }) },
  { what: "only-if-cached", run: get("/", { cache: "only-if-cached" } as RequestInit) },
  { what: "a window", run: get("/", { window: {} as never }) },
];
