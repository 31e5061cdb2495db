import type { Duplex } from "node:stream";
import { builtinModule } from "../builtin-module";

/** Pieces are handed on as they come, and an end in the middle is passed over, as every fetch does. */
const gently = (flush: number) => ({ flush, finishFlush: flush });
const zlib = () => builtinModule<typeof import("node:zlib")>("node:zlib");
const gentle = () => gently(zlib().constants.Z_SYNC_FLUSH);

type Bytes = ReadableStream<Uint8Array>;
type Transform = Parameters<Bytes["pipeThrough"]>[0] & { readonly readable: Bytes };

/** The body in clear. An encoding that is not known leaves it as it is, with all that was encoded before. */
export function decodedBody(body: Bytes, contentEncoding: string | null): Bytes {
  const encodings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== "" && encoding !== "identity");
  if (!encodings.every((encoding) => encoding in decoders)) return body;
  // The last one was applied last.
  return encodings.reduceRight((encoded, encoding) => (decoders[encoding] as Decoder)(encoded), body);
}

type Decoder = (body: Bytes) => Bytes;

const gzip: Decoder = (body) => through(body, zlib().createGunzip(gentle()));
const decoders: Readonly<Record<string, Decoder>> = {
  gzip,
  "x-gzip": gzip,
  br: (body) => {
    const { constants, createBrotliDecompress } = zlib();
    return through(body, createBrotliDecompress(gently(constants.BROTLI_OPERATION_FLUSH)));
  },
  deflate,
};

function through(body: Bytes, decoder: Duplex): Bytes {
  const stream = builtinModule<typeof import("node:stream")>("node:stream");
  return body.pipeThrough(stream.Duplex.toWeb(decoder) as unknown as Transform);
}

/** Some servers send what the name says, others wrap it; the first byte tells. */
function deflate(body: Bytes): Bytes {
  let rest = body;
  let peek: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let decoded: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const begin = async () => {
    const [first, whole] = body.tee();
    rest = whole;
    peek = first.getReader();
    const { value } = await peek.read();
    void peek.cancel();
    const wrapped = ((value?.[0] ?? 0x08) & 0x0f) === 0x08;
    const inflate = wrapped ? zlib().createInflate(gentle()) : zlib().createInflateRaw(gentle());
    return through(whole, inflate).getReader();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        decoded ??= await begin();
        const { done, value } = await decoded.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        await Promise.all([peek?.cancel(), (decoded ?? rest).cancel(reason)]);
      },
    },
    { highWaterMark: 0 },
  );
}
