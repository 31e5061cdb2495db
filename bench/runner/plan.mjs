// What is measured: each suite is one scenario, met by a number of clients.

const OURS = ["auriko", "auriko-for-each", "auriko-text"];
const PEERS = ["openai", "ai-do-stream", "ai-stream-text", "openrouter", "undici-parser", "undici-floor"];
const CORE = ["auriko", "openai", "undici-floor"];
const OBSERVED = ["auriko", "auriko-channels", "auriko-hooks", "auriko-logger"];
const REQUESTS = ["auriko", ...PEERS];

const TIMES = { warmUpMs: 300, ms: 700 };
const FLAT = { ...TIMES, chunks: 20_000, frame: 64 };
const PACKETS = { frame: 1, packets: 1 };
/** All streams together send this many chunks a second when only their number changes. */
const TOTAL_RATE = 6_400;

/** What the names of variants stand for in tables. */
export const LABELS = {
  auriko: "@auriko/sdk, `for await`",
  "auriko-for-each": "@auriko/sdk, `forEach`",
  "auriko-text": "@auriko/sdk, `textStream`",
  "auriko-channels": "@auriko/sdk, all diagnostics channels subscribed",
  "auriko-hooks": "@auriko/sdk, all hooks",
  "auriko-logger": "@auriko/sdk, logging at `info`",
  "auriko-ai": "@auriko/ai-sdk-provider, `doStream`",
  openai: "openai",
  "ai-do-stream": "@ai-sdk/openai-compatible, `doStream`",
  "ai-stream-text": "ai, `streamText`",
  openrouter: "@openrouter/sdk",
  "undici-parser": "undici + eventsource-parser",
  "undici-floor": "undici floor",
  "in-memory": "in-memory floor",
  "openai-6": "openai 6",
  nothing: "a package with nothing in it",
};

const throughput = (id, title, variants, settings) => ({
  id,
  title,
  kind: "throughput",
  variants,
  settings: { ...FLAT, ...settings },
});
const delivery = (id, title, variants, settings) => ({
  id,
  title,
  kind: "delivery",
  variants,
  settings: { warmUpMs: 500, ms: 1500, ...settings },
});
const requests = (id, title, variants, settings) => ({
  id,
  title,
  kind: "requests",
  variants,
  settings: { ...TIMES, ...settings },
});

const FORMATS = { cjs: "`require`", mjs: "`import`" };

/** Every line of Node that is supported, by either format; short enough to be measured many times a round. */
export const importSuites = [18, 20, 22, 24, 26].flatMap((major) =>
  Object.entries(FORMATS).map(([format, how]) => ({
    id: `import-${major}-${format}`,
    title: `Import by ${how} under Node ${major}`,
    kind: "import",
    variants: ["auriko", "openai", "openai-6", "nothing"],
    settings: { major, format, how },
    timesInRound: 7,
  })),
);

/** The rows that have a goal. */
const main = ({ provider }) => {
  const streaming = [...OURS, ...provider, ...PEERS];
  return [
    throughput("flat-objects", "Coalesced stream, chunks of four forms in turn", streaming, {
      shape: "varied",
    }),
    throughput("flat-mixed", "Coalesced stream, more forms in turn than templates are kept for", streaming, {
      shape: "mixed",
    }),
    throughput("flat-text", "Coalesced stream of plain text", [...streaming, "in-memory"], { shape: "text" }),
    throughput("packets", "One packet for each chunk, plain text", streaming, { shape: "text", ...PACKETS }),
    delivery("paced", "64 streams with 200 chunks a second each, at independent moments", streaming, {
      streams: 64,
      rate: 200,
    }),
    delivery("paced-steps", "64 streams with 200 chunks a second each, in steps of 1 ms", streaming, {
      streams: 64,
      rate: 200,
      step: 1,
    }),
    requests("requests-64", "Requests, 64 in flight", REQUESTS, { inFlight: 64 }),
    requests("requests-1", "Requests, one after the other", REQUESTS, { inFlight: 1 }),
    requests("observed-requests-64", "Requests, 64 in flight, while somebody listens", OBSERVED, {
      inFlight: 64,
      warmUpMs: 2000,
      ms: 2000,
    }),
    throughput(
      "observed-flat",
      "Coalesced stream, chunks of four forms in turn, while somebody listens",
      OBSERVED,
      {
        shape: "varied",
      },
    ),
    {
      id: "first-chunk",
      title: "First chunk of a stream",
      kind: "first-chunk",
      variants: REQUESTS,
      settings: TIMES,
    },
    ...importSuites,
    { id: "cold-start", title: "Cold start", kind: "cold-start", variants: REQUESTS, settings: {} },
    {
      id: "idle-memory",
      title: "Open, silent streams",
      kind: "idle-memory",
      variants: REQUESTS,
      settings: { streams: 500 },
    },
  ];
};

const growth = (steps) => [
  ...steps.streams.map((streams) =>
    delivery(`streams-${streams}`, `${streams} streams, ${TOTAL_RATE} chunks a second in all`, CORE, {
      streams,
      rate: Math.round(TOTAL_RATE / streams),
    }),
  ),
  ...steps.chunks.map((chunks) =>
    throughput(`length-${chunks}`, `Streams of ${chunks} chunks`, CORE, { chunks, shape: "text" }),
  ),
];

const HITS = {
  id: "template-hits",
  title: "Events that cross as their values alone",
  kind: "template-hits",
  variants: ["auriko"],
};
const SHAPES = ["text", "wide", "tools", "reasoning", "logprobs", "created", "varied", "mixed"];

/** The client with all of its threads on all cores, the load server's included: nearer to how programs run. */
const unbound = () =>
  [
    throughput("flat-mixed", "Coalesced stream, more forms in turn than templates are kept for", CORE, {
      shape: "mixed",
    }),
    throughput("flat-text", "Coalesced stream of plain text", CORE, { shape: "text" }),
    throughput("packets", "One packet for each chunk", CORE, { shape: "text", ...PACKETS }),
    delivery("paced", "64 streams with 200 chunks a second each", CORE, { streams: 64, rate: 200 }),
    requests("requests-64", "Requests, 64 in flight", CORE, { inFlight: 64 }),
    requests("requests-1", "Requests, one after the other", CORE, { inFlight: 1 }),
  ].map((suite) => ({
    ...suite,
    id: `${suite.id}-unbound`,
    title: `${suite.title}; client on all cores`,
    isUnbound: true,
  }));

const details = () => [
  ...unbound(),
  throughput(
    "flat-text-chunked",
    "Plain text, every event an HTTP chunk of its own, written together",
    CORE,
    {
      shape: "text",
      frame: 1,
    },
  ),
  throughput(
    "flat-objects-chunked",
    "Four forms in turn, every event an HTTP chunk of its own, written together",
    CORE,
    {
      shape: "varied",
      frame: 1,
    },
  ),
  ...["wide", "created", "tools", "reasoning", "logprobs"].map((shape) =>
    throughput(`flat-${shape}`, `Coalesced stream: ${SHAPE_NAMES[shape]}`, [...CORE, "ai-do-stream"], {
      shape,
      counts: false,
    }),
  ),
  throughput("packets-objects", "One packet for each chunk, four forms in turn", CORE, {
    shape: "varied",
    ...PACKETS,
  }),
  { ...throughput("flat-h2c", "Coalesced stream over HTTP/2", ["auriko"], {}), transport: "h2c" },
  { ...throughput("flat-tls", "Coalesced stream over TLS", CORE, {}), transport: "tls" },
  {
    ...requests("requests-64-h2c", "Requests over HTTP/2, 64 in flight", ["auriko"], { inFlight: 64 }),
    transport: "h2c",
  },
  {
    ...requests("requests-64-tls", "Requests over TLS, 64 in flight", CORE, { inFlight: 64 }),
    transport: "tls",
  },
  requests("requests-8", "Requests, 8 in flight", REQUESTS, { inFlight: 8 }),
  requests("requests-512", "Requests, 512 in flight", REQUESTS, { inFlight: 512 }),
  delivery("paced-20", "64 streams with 20 chunks a second each", CORE, { streams: 64, rate: 20 }),
  delivery("paced-100", "64 streams with 100 chunks a second each", CORE, { streams: 64, rate: 100 }),
  ...[1e3, 1e4, 1e5, 1e6, 1e7].flatMap((size) => [
    requests(`answer-${size}`, `Answers of ${size} characters`, CORE, { inFlight: 1, size, atLeast: 3 }),
    requests(`question-${size}`, `Questions of ${size} characters`, CORE, {
      inFlight: 1,
      sent: size,
      atLeast: 3,
    }),
  ]),
];

export const SHAPE_NAMES = {
  text: "plain text",
  wide: "text beyond Latin-1",
  tools: "tool calls",
  reasoning: "reasoning and text",
  logprobs: "log probabilities",
  created: "text with a changing `created`",
  varied: "chunks of four forms in turn",
  mixed: "chunks of sixteen forms in turn",
};

/** Steps of the growth curves. */
export const GROWTH = {
  quick: { streams: [1, 32, 1000], chunks: [1e3, 1e5] },
  full: { streams: [1, 4, 16, 64, 256, 1000], chunks: [1e3, 1e4, 1e5, 1e6] },
};

const everyOtherRound = (suite) => ({ ...suite, isDueIn: (round) => round % 2 === 0 });
const onlyOnce = (suite) => ({ ...suite, isDueIn: (round) => round === 0 });

/** All suites of a run, in the order of the report. */
export function plan({ full, provider }) {
  const hits = SHAPES.map((shape) => ({
    ...HITS,
    id: `hits-${shape}`,
    settings: { chunks: 10_000, shape },
  }));
  return [
    ...main({ provider: provider ? ["auriko-ai"] : [] }),
    ...[...growth(full ? GROWTH.full : GROWTH.quick), ...(full ? details() : [])].map(everyOtherRound),
    ...hits.map(onlyOnce),
  ];
}
