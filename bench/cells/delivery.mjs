import { monitorEventLoopDelay } from "node:perf_hooks";
import { percentile } from "./percentile.mjs";
import { startClock } from "./thread-time.mjs";

const RESOLUTION_MS = 10;

/**
 * Both clocks are the monotonic one, with different zeros. A look at the second clock may come late, never early, so
 * the greatest difference is the true one.
 */
function zeroOfPerformance() {
  const differences = Array.from(
    { length: 1000 },
    () => Number(process.hrtime.bigint()) - performance.now() * 1e6,
  );
  return Math.max(...differences);
}

/** Streams at a steady rate: what a chunk costs, and how long after its sending it is in the program's hands. */
export async function measure(connect, { path, streams, rate, warmUpMs, ms }) {
  const chunks = Math.ceil((rate * (warmUpMs + ms)) / 1000) + 1;
  const client = await connect(path({ mode: "stream", chunks, rate }));
  const zero = zeroOfPerformance();
  const delays = new Float64Array(chunks * streams);
  let seen = 0;
  let measuring = false;
  const onPiece = (piece) => {
    if (!measuring || typeof piece !== "string" || piece.charCodeAt(0) !== 64) return;
    delays[seen++] = performance.now() * 1e6 + zero - Number(piece.slice(1, 17));
  };

  const reading = Promise.all(Array.from({ length: streams }, () => client.stream(onPiece)));
  await new Promise((resolve) => setTimeout(resolve, warmUpMs));
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  measuring = true;
  loop.enable();
  const stop = startClock();
  await new Promise((resolve) => setTimeout(resolve, ms * 0.95));
  const { mainUs, allUs, serverShare } = stop();
  measuring = false;
  loop.disable();
  await reading;

  const sorted = delays.subarray(0, seen).sort();
  return {
    chunks: seen,
    mainUsPerChunk: mainUs / seen,
    allUsPerChunk: allUs / seen,
    serverShare,
    delayP50Us: percentile(sorted, 0.5) / 1000,
    delayP99Us: percentile(sorted, 0.99) / 1000,
    delayMaxUs: percentile(sorted, 1) / 1000,
    loopDelayP99Ms: Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION_MS),
  };
}
