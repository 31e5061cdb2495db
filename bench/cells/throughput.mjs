import { startClock } from "./thread-time.mjs";

/** Streams as fast as they come, some at a time, one after the other until the time is over. */
export async function measure(connect, { path, streams = 1, chunks, warmUpMs, ms, counts = true }) {
  const client = await connect(path({ mode: "stream", chunks }));
  let pieces = 0;
  const onPiece = (piece) => {
    if (piece !== undefined) pieces++;
  };
  let opened = 0;
  const until = async (deadline) => {
    const loop = async () => {
      do {
        opened++;
        await client.stream(onPiece);
      } while (performance.now() < deadline);
    };
    await Promise.all(Array.from({ length: streams }, loop));
  };
  await until(performance.now() + warmUpMs);

  pieces = 0;
  opened = 0;
  const stop = startClock();
  await until(performance.now() + ms);
  const { ms: took, mainUs, allUs, serverShare } = stop();
  const total = opened * chunks;
  if (counts && pieces < total) throw new Error(`${pieces} pieces of ${total} chunks`);
  return {
    chunksPerSecond: (total / took) * 1000,
    mainUsPerChunk: mainUs / total,
    allUsPerChunk: allUs / total,
    streams: opened,
    serverShare,
  };
}
