// What is known about goals that a run may miss: what holds the figure back, and what was tried.

const WAKING =
  "Each stream has one chunk at a time, so what a chunk costs is waking JavaScript and the way from the stream to the " +
  "loop that waits for it. Ringing less often was tried: with 200 to 400 µs between two rings a fifth of the main " +
  "thread's time was saved, and the p50 delay grew beyond that of the floor. Ringing only once the network's thread had " +
  "nothing left to read changed nothing: the packets of different streams come several microseconds apart.";

const CROSSING =
  "A chunk crosses from the network's thread to JavaScript's. Bound to one core, as here, that is a change of threads " +
  "which undici does without.";

const OBJECTS =
  "What remains is `JSON.parse`, about 1 µs of the main thread for each chunk whoever reads it, beside a network thread " +
  "that has to share the core in this measurement.";

const PACKETS =
  "The network's thread reads each packet by itself, which costs about 2 µs of a core that it shares with JavaScript " +
  "here; the time of the main thread alone is in the report. With a core of its own the server becomes the limit.";

const MEMORY =
  "Each open stream has a connection with a buffer of 8 KB to read into and one of 8 KB to write from, which the HTTP " +
  "library does not let us make smaller, and the task that watches over limits and retries.";

const IMPORTING = "What remains is Node's reading and compiling of one file.";

/** By suite and field. */
export const LIMITS = {
  "flat-objects chunksPerSecond": OBJECTS,
  "packets chunksPerSecond": PACKETS,
  "paced mainUsPerChunk": WAKING,
  "paced delayP50Us": CROSSING,
  "paced-steps mainUsPerChunk": WAKING,
  "paced-steps delayP50Us": CROSSING,
  "idle-memory bytesPerStream": MEMORY,
  "cold-start importMs": IMPORTING,
};
