import { pathToFileURL } from "node:url";
import { answerText, QUESTION } from "./question.mjs";

const root = process.env.AURIKO_SDK
  ? pathToFileURL(`${process.env.AURIKO_SDK}/`)
  : new URL("../../", import.meta.url);

export const from = new URL("dist/index.mjs", root).href;

const HTTP_VERSIONS = { h1: "1.1", h2c: "2", tls: "auto" };

/** The SDK, with its stream read in one of three ways, and more options. */
export function auriko(read, options = {}) {
  return async ({ baseUrl, transport, certificate }) => {
    const { Client } = await import(from);
    const client = new Client({
      apiKey: "ak_test_bench",
      baseUrl,
      httpVersion: HTTP_VERSIONS[transport],
      ...options,
      ...(certificate && { ca: certificate }),
    });
    const { completions } = client.chat;
    return {
      complete: async (content) => answerText(await completions.create(QUESTION(content))),
      stream: async (onPiece) => read(await completions.create({ ...QUESTION(), stream: true }), onPiece),
      async hold() {
        const stream = await completions.create({ ...QUESTION(), stream: true });
        const chunks = stream[Symbol.asyncIterator]();
        await chunks.next();
        chunks.next().catch(() => {});
        return () => stream.close();
      },
    };
  };
}

/** Reads a stream as most programs do. */
export async function readChunks(stream, onPiece) {
  for await (const chunk of stream) onPiece(chunk.choices[0]?.delta?.content);
}

export const connect = auriko(readChunks);
