import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { body, hangAfter, head, raw, reset, silence } from "../support/answers";
import type { Answer } from "../support/scripted-server";

const CLEAR = "The same text again and again and again.";
const compressed = (encoding: string, bytes: Buffer) =>
  body(200, bytes, { "content-encoding": encoding, "content-type": "text/plain" });
const redirect = (status: number, location?: string) =>
  body(status, "moved", location === undefined ? {} : { location });

/** What a server of the comparison answers, by path. `other` is the origin of the second server. */
export const answering =
  (other: () => string): Answer =>
  (exchange) =>
    answersBy(other)[exchange.request.target.replace(/[?#].*/, "")]?.(exchange);

const answersBy = (other: () => string): Readonly<Record<string, Answer>> => ({
  "/": body(200, "hello", { "content-type": "text/plain" }),
  "/echo": (exchange) => body(200, exchange.request.body, { "x-method": exchange.request.method })(exchange),
  "/404": body(404, "not here"),
  "/503": body(503, "busy", { "retry-after": "1" }),
  "/204": (exchange) => exchange.write(head(204)),
  "/205": body(205, ""),
  "/304": (exchange) => exchange.write(head(304, { etag: '"a"' })),
  "/299": raw("HTTP/1.1 299 Just so\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"),
  "/no-reason": raw("HTTP/1.1 200 \r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"),
  "/head": (exchange) => exchange.write(head(200, { "content-length": "5" })),
  "/duplicates": body(200, "", {
    "x-two": ["one", "two"],
    "set-cookie": ["a=1", "b=2; Path=/"],
    "X-Upper": "Case",
  }),
  "/latin1": body(200, "", { "x-word": "gr\xfcn" }),
  "/chunked": (exchange) =>
    exchange.write(`${head(200, { "transfer-encoding": "chunked" })}3\r\none\r\n5\r\nthree\r\n0\r\n\r\n`),
  "/until-close": async (exchange) => {
    await exchange.write(head(200, { connection: "close" }));
    exchange.end("to the end");
  },
  "/cut": async (exchange) => {
    await exchange.write(`${head(200, { "content-length": "100" })}part`);
    // A reset overtakes what nobody has read.
    await new Promise((resolve) => setTimeout(resolve, 250));
    exchange.reset();
  },
  "/silence": silence,
  "/hang-up": reset,
  "/slow": hangAfter(`${head(200, { "content-length": "100" })}first`),
  "/gzip": compressed("gzip", gzipSync(CLEAR)),
  "/x-gzip": compressed("x-gzip", gzipSync(CLEAR)),
  "/deflate": compressed("deflate", deflateSync(CLEAR)),
  "/deflate-raw": compressed("deflate", deflateRawSync(CLEAR)),
  "/br": compressed("br", brotliCompressSync(CLEAR)),
  "/twice": compressed("deflate, gzip", gzipSync(deflateSync(CLEAR))),
  "/gzip-empty": compressed("gzip", Buffer.alloc(0)),
  "/gzip-broken": compressed("gzip", Buffer.from("this is no gzip at all")),
  "/unknown-encoding": compressed("rot13", Buffer.from("uryyb")),
  "/gzip-204": (exchange) => exchange.write(head(204, { "content-encoding": "gzip" })),
  "/301": redirect(301, "/echo"),
  "/302": redirect(302, "/echo?from=302"),
  "/303": redirect(303, "/echo"),
  "/307": redirect(307, "/echo"),
  "/308": redirect(308, "/echo"),
  "/nowhere": redirect(302),
  "/relative": redirect(302, "echo#there"),
  "/loop": redirect(302, "/loop"),
  "/to-data": redirect(302, "data:text/plain,hello"),
  "/to-nonsense": redirect(302, "http://[not an address"),
  "/to-ftp": redirect(302, "ftp://127.0.0.1/"),
  "/elsewhere": (exchange) => redirect(307, `${other()}/echo`)(exchange),
  "/elsewhere-302": (exchange) => redirect(302, `${other()}/echo`)(exchange),
  "/to-credentials": (exchange) => redirect(302, `${other().replace("//", "//u:p@")}/echo`)(exchange),
  "/utf8-location": redirect(302, "/echo?q=gr\u00c3\u00bcn"),
});
