import { setTimeout } from "node:timers/promises";

const settled = async () => {
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await setTimeout(60);
  }
  return process.memoryUsage.rss();
};

/** Streams that are open and silent: the memory that each one takes. */
export async function measure(connect, { path, streams }) {
  const client = await connect(path({ mode: "held" }));
  // The first ones bring everything that is there only once.
  const held = await Promise.all(Array.from({ length: 8 }, () => client.hold()));
  const before = await settled();
  held.push(...(await Promise.all(Array.from({ length: streams }, () => client.hold()))));
  const after = await settled();
  return { bytesPerStream: (after - before) / streams, totalBytes: after };
}
