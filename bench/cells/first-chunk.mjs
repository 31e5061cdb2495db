import { percentile } from "./percentile.mjs";

/** Short streams one after the other: how long from the call to the first piece of text. */
export async function measure(connect, { path, warmUpMs, ms }) {
  const client = await connect(path({ mode: "stream", chunks: 4 }));
  const times = [];
  let deadline = performance.now() + warmUpMs;
  let warm = false;
  for (;;) {
    if (performance.now() >= deadline) {
      if (warm) break;
      warm = true;
      times.length = 0;
      deadline = performance.now() + ms;
    }
    const start = performance.now();
    let first;
    await client.stream((piece) => {
      if (first === undefined && piece) first = performance.now() - start;
    });
    times.push(first);
  }
  const sorted = Float64Array.from(times).sort();
  return {
    streams: times.length,
    p50Us: percentile(sorted, 0.5) * 1000,
    p99Us: percentile(sorted, 0.99) * 1000,
  };
}
