import { once } from "node:events";
import { connect } from "node:net";
import { gatewayOf } from "./clients.mjs";

const COUNT = 5000;
const AT_ONCE = 50;
/** After so long without a byte, a client has said all that it will, and says so. */
const QUIET_MS = 400;
/** After so long, an answer does not come any more. */
const PATIENCE_MS = 5000;

const body = JSON.stringify({
  model: "gpt-5.4",
  messages: [{ role: "user", content: "Hello" }],
  stream: true,
});
const request = (line, headers, content = "") =>
  [line, "host: 127.0.0.1", "connection: close", ...headers, "", content].join("\r\n");
const seeds = (key) => [
  request("POST /v1/chat/completions HTTP/1.1", [key, `content-length: ${body.length}`], body),
  request(
    "POST /v1/responses HTTP/1.1",
    [key, "transfer-encoding: chunked"],
    '5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n',
  ),
  request("GET /v1/models?endpoint=responses HTTP/1.1", [key]),
  request("GET http://127.0.0.1/v1/me HTTP/1.1", [key, "x-gateway-fault: 503;retry-after=1"]),
  request("DELETE /v1/workspaces/x/api-keys/y HTTP/1.1", [key]),
];

/** The same numbers below a bound in each run, by Lehmer's generator. */
function numbers(seed) {
  let state = seed;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}

function mutate(bytes, number) {
  const at = number(bytes.length);
  const put = Buffer.from(Array.from({ length: number(7) }, () => number(256)));
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + number(7))]);
}

function* requests(key) {
  const number = numbers(12);
  const all = seeds(key);
  for (let count = 0; count < COUNT; count++) {
    let bytes = Buffer.from(all[number(all.length)], "latin1");
    for (let cuts = 1 + number(4); cuts > 0; cuts--) bytes = mutate(bytes, number);
    yield bytes;
  }
}

/** What comes back; `undefined` where the gateway neither answers to the end nor closes. */
function exchange(port, bytes) {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const done = (outcome) => {
      clearTimeout(quiet);
      clearTimeout(patience);
      resolve(outcome);
      socket.destroy();
    };
    const quiet = setTimeout(() => socket.end(), QUIET_MS);
    const patience = setTimeout(done, PATIENCE_MS);
    socket.setEncoding("latin1").on("data", (piece) => {
      answer += piece;
      quiet.refresh();
    });
    socket.on("error", () => {});
    socket.on("close", () => done(answer));
  });
}

/** What the gateway of a build makes of requests in which some bytes were changed. */
export async function mutatedRequests(folder) {
  const counts = { failed: 0, late: 0, malformed: 0, ended: 0 };
  const start = async () => {
    const [gateway, port, key] = await gatewayOf(folder);
    return { gateway, port, key };
  };
  let running = start();
  const work = requests(`authorization: Bearer ${(await running).key}`);
  const worker = async () => {
    for (const bytes of work) {
      const current = running;
      const { gateway, port } = await current;
      const answer = await exchange(port, bytes);
      if (gateway.exitCode !== null && running === current) {
        counts.ended++;
        running = start();
      }
      if (answer === undefined) counts.late++;
      else if (answer !== "" && !answer.startsWith("HTTP/1.1 ")) counts.malformed++;
      // A body may hold the words of a head, but not at the beginning of a line.
      counts.failed += (answer?.match(/^HTTP\/1\.1 500 /gm) ?? []).length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const { gateway } = await running;
  if (gateway.exitCode === null) {
    gateway.kill();
    await once(gateway, "exit");
  }
  const { failed, late, malformed, ended } = counts;
  return `${failed} answers with status 500, ${late} not ended after ${PATIENCE_MS / 1000} s, ${malformed} malformed, the gateway ended ${ended} times`;
}
