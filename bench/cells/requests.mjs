import { percentile } from "./percentile.mjs";
import { startClock } from "./thread-time.mjs";

/** Requests without streaming, a number of them at a time. */
export async function measure(connect, { path, inFlight, size = 400, sent, warmUpMs, ms, atLeast = 1 }) {
  const client = await connect(path({ mode: "document", size }));
  const content = sent === undefined ? undefined : "x".repeat(sent);
  const ask = async () => {
    const text = await client.complete(content);
    if (text.length !== size) throw new Error(`${text.length} of ${size} characters`);
  };
  const until = async (deadline, least, times) => {
    let begun = 0;
    const loop = async () => {
      while (begun < least || performance.now() < deadline) {
        begun++;
        const start = performance.now();
        await ask();
        times?.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, loop));
  };
  await until(performance.now() + warmUpMs, inFlight);

  const times = [];
  const stop = startClock();
  await until(performance.now() + ms, Math.max(atLeast, inFlight), times);
  const { ms: took, mainUs, allUs, serverShare } = stop();
  const sorted = Float64Array.from(times).sort();
  return {
    requests: times.length,
    requestsPerSecond: (times.length / took) * 1000,
    mainUsPerRequest: mainUs / times.length,
    allUsPerRequest: allUs / times.length,
    serverShare,
    p50Us: percentile(sorted, 0.5) * 1000,
    p99Us: percentile(sorted, 0.99) * 1000,
  };
}
