// What is known about goals that a run may miss: what holds the figure back, and what was tried.

const PEERS =
  "The goals were set where openai and the floor were half as fast as in the first recorded run; the SDK has gained less.";

const WAKING =
  "Each stream has one chunk at a time, so a chunk costs waking JavaScript and the way from the stream to the loop that " +
  "waits for it. Ringing less often was tried on a busy machine: 200 to 400 µs between two rings saved at most a fifth of " +
  "the main thread's time and tripled the p50 delay. Ringing only before the network's thread sleeps showed no difference above the noise.";

const CROSSING =
  "The answer crosses from the network's thread to JavaScript's. Bound to one core, as here, that is a change of threads " +
  "which undici does without; it is the likely cause, and was not measured with more cores.";

const TURNS =
  "JavaScript, the network's threads and the engine's helpers share one core here and have to wait for their turn, which " +
  "is the likely cause: a turn of the scheduler takes about 3 ms. This was not measured with more cores.";

const OBJECTS =
  "No template serves these chunks, so every one goes through `JSON.parse`, as the floor's do; the SDK also collects the " +
  "message, and its network thread shares the core. " +
  PEERS;

const PACKETS =
  "The load server's own core was 90 to 97 % busy for the SDK and the floor, so this row says little about either beyond " +
  "the main thread's time, 1.5 µs against 3.1. The network's thread, which reads each packet by itself, needs about 2 µs.";

const MEMORY =
  "Of about 47 KB in the native heap, counted before the last changes, 16 KB are the HTTP connection's buffers; what " +
  "those changes were to save in headers and tasks does not show in the size of the process.";

/** By suite and field. */
export const LIMITS = {
  "flat-objects chunksPerSecond": OBJECTS,
  "flat-text chunksPerSecond": PEERS,
  "packets chunksPerSecond": PACKETS,
  "paced mainUsPerChunk": WAKING,
  "paced delayP50Us": CROSSING,
  "paced delayP99Us": TURNS,
  "paced-steps mainUsPerChunk": WAKING,
  "paced-steps delayP50Us": CROSSING,
  "paced-steps delayP99Us": TURNS,
  "requests-64 requestsPerSecond":
    "The SDK needs half of the floor's time on the main thread, but about the same on all threads, and here all of them share one core.",
  "requests-1 p50Us": CROSSING,
  "first-chunk p50Us": CROSSING,
  "idle-memory bytesPerStream": MEMORY,
};
