// What is known about goals that a run may miss: what holds the figure back, and what was tried.

const PEERS =
  "The goals were set where openai and the floor were half as fast as in the first recorded run; the SDK has gained less.";

const WAKING =
  "Each stream has one chunk at a time, so a chunk costs waking JavaScript and the way from the stream to the loop that " +
  "waits for it; about a quarter of it is spent in the kernel. Ringing less often was tried on a busy machine: 200 to 400 µs between " +
  "two rings saved at most a fifth of the main thread's time and tripled the p50 delay. Ringing only when the network's " +
  "thread has nothing else to do halved the rings and changed neither time nor delay: what costs is a chunk's own way.";

const CROSSING =
  "The answer crosses from the network's thread to JavaScript's. Bound to one core, as here, that is a change of threads " +
  "which undici does without. The rows of a client on all cores are no better for it: there a core has to be woken.";

const TURNS =
  "JavaScript, the network's thread and the engine's helpers share one core here. A trace of the scheduler showed the " +
  "helpers, which compile and collect garbage, hold it for 1 to 5 ms at a time, and the network's thread wait that long " +
  "some twenty times in 1.5 s, which is enough to make the p99. Shorter time slices for either thread made no difference.";

const OBJECTS =
  "These chunks go through `JSON.parse`, as the floor's do, which takes most of the time of both; the SDK also collects the " +
  "message, and its network thread shares the core.";

const PACKETS =
  "The load server's own core was over 90 % busy, so this row says little beyond the main thread's time. A client that " +
  "reads each packet as it comes, as the SDK's network thread does, also makes the server wake it more often.";

const MEMORY =
  "Of about 35 KB in the native heap, 25 are the HTTP library's, which keeps two buffers of 8 KB and a queue of 9 KB for each " +
  "connection; the rest of the process's growth is JavaScript's heap.";

const LEXER =
  "Most of it is Node's own, as the empty package shows: the goal would leave half a millisecond for ours. An ES module that " +
  "imports CommonJS makes Node 18 compile its search for the names of exports; `createRequire` would go round that, but " +
  "bundlers can't follow it.";

/** By suite and field. */
export const LIMITS = {
  "flat-objects chunksPerSecond": PEERS,
  "flat-mixed chunksPerSecond": OBJECTS,
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
  "import-18-mjs importMs": LEXER,
  "idle-memory bytesPerStream": MEMORY,
};
