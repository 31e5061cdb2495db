// How the fields of a cell's result are shown.

export const FIELDS = {
  chunksPerSecond: { title: "k chunks/s", scale: 1e-3 },
  mainUsPerChunk: { title: "main thread, µs/chunk", digits: 2 },
  allUsPerChunk: { title: "all threads, µs/chunk", digits: 2 },
  delayP50Us: { title: "delay p50, µs" },
  delayP99Us: { title: "delay p99, µs" },
  loopDelayP99Ms: { title: "event loop delay p99, ms", digits: 2 },
  requestsPerSecond: { title: "requests/s" },
  mainUsPerRequest: { title: "main thread, µs/request" },
  allUsPerRequest: { title: "all threads, µs/request" },
  p50Us: { title: "p50, µs" },
  p99Us: { title: "p99, µs" },
  serverShare: { title: "server's core, busy", scale: 100, suffix: " %" },
  importMs: { title: "import, ms", digits: 1 },
  processMs: { title: "process, beyond one that imports nothing, ms", digits: 1 },
  firstAnswerMs: { title: "import and first answer, ms", digits: 1 },
  bytesPerStream: { title: "kB/stream", scale: 1e-3, digits: 1 },
  totalBytes: { title: "process, MB", scale: 1e-6 },
  hits: { title: "hits", scale: 100, suffix: " %" },
};

/** Which fields a table about a kind of cell shows. */
export const COLUMNS = {
  throughput: ["chunksPerSecond", "mainUsPerChunk", "allUsPerChunk", "serverShare"],
  delivery: ["mainUsPerChunk", "allUsPerChunk", "delayP50Us", "delayP99Us", "loopDelayP99Ms"],
  requests: ["requestsPerSecond", "mainUsPerRequest", "allUsPerRequest", "p50Us", "p99Us"],
  "first-chunk": ["p50Us", "p99Us"],
  import: ["importMs", "processMs"],
  "cold-start": ["importMs", "firstAnswerMs"],
  "idle-memory": ["bytesPerStream", "totalBytes"],
};

/** A number with about three digits, and thousands apart. */
export function number(value, { scale = 1, digits, suffix = "" } = {}) {
  const scaled = value * scale;
  if (!Number.isFinite(scaled)) return "–";
  const decimals = digits ?? (Math.abs(scaled) < 10 ? 1 : 0);
  return (
    scaled.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }) + suffix
  );
}

/** The median, with the range of the rounds where there was more than one. */
export function withRange(figure, format) {
  if (figure === undefined) return "–";
  const middle = number(figure.median, format);
  if (figure.min === figure.max) return middle;
  return `${middle} (${number(figure.min, format)}–${number(figure.max, format)})`;
}
