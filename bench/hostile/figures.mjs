import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { clientsOf, gatewayOf, meeting, ms, read, streaming, told, whole } from "./clients.mjs";
import { copiesOf } from "./memory-copies.mjs";
import { mutatedRequests } from "./mutated.mjs";

const MIB = 2 ** 20;
/** The most memory that a process has held, in MiB. */
const peak = (pid) =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);

const limits = { timeout: { connect: 5000, headers: 1000, idle: 1000 } };

/** The figure of one answer, and of how it is met. */
const met =
  (answer, meet = read, options = limits) =>
  async (folder) => {
    const client = await clientsOf(folder);
    return meeting(meet(client(answer, options)), client("good"));
  };

/** Each figure, by name, of the build in a folder. */
export const figures = {
  async "deep event"(folder) {
    let uncaught = 0;
    process.on("uncaughtException", () => uncaught++);
    const client = await clientsOf(folder);
    const text = async () => {
      let text = "";
      for await (const { choices } of await client("slow").chat.completions.create(streaming)) {
        text += choices[0]?.delta.content ?? "";
      }
      return text.length;
    };
    const good = Array.from({ length: 200 }, text);
    const loop = async () => {
      for await (const _ of await client("deep").chat.completions.create(streaming));
    };
    const late = (promise, value) => Promise.race([promise, sleep(5000, value)]);
    const outcome = await late(
      loop().then(() => "answered", told),
      "never settled",
    );
    const lengths = await Promise.all(good.map((length) => late(length, -1)));
    return `${outcome}; uncaught exceptions: ${uncaught}; of 200 other streams not whole: ${lengths.filter((length) => length !== 200).length}`;
  },
  async "ended workers"(folder) {
    const client = await clientsOf(folder);
    const options = { apiKey: "ak_test", baseUrl: client("open").baseUrl };
    const source = `const { parentPort } = require("node:worker_threads"); const { Client } = require(${JSON.stringify(join(folder, "dist/index.js"))});
      const client = new Client(${JSON.stringify(options)});
      for (let i = 0; i < 8; i++) client.chat.completions.create(${JSON.stringify(streaming)}).then(async (stream) => { for await (const _ of stream) parentPort.postMessage(1); });`;
    const work = async (count) => {
      for (let done = 0; done < count; done++) {
        const worker = new Worker(source, { eval: true });
        await once(worker, "message");
        await sleep(20);
        await worker.terminate();
      }
    };
    await work(10);
    const before = process.memoryUsage().rss / MIB;
    await Promise.all([work(100), work(100)]);
    await sleep(1500);
    const { liveCalls = () => "unknown" } = createRequire(import.meta.url)(join(folder, "native.cjs"));
    return `200 workers: ${before.toFixed(0)} → ${(process.memoryUsage().rss / MIB).toFixed(0)} MiB, live calls ${liveCalls()}`;
  },
  async "gzip bomb"(folder) {
    const client = await clientsOf(folder);
    await whole(client("pack"));
    const asked = { ...limits, headers: { "accept-encoding": "gzip" } };
    return meeting(read(client("bomb", asked)), client("good"));
  },
  "dripping document": met("drip", whole),
  "stalled error body": met("stall", whole, { timeout: { headers: 1000, idle: 15_000 } }),
  "redirects within the limit each": met("hops", whole),
  "blank events": met("blanks"),
  "50,000 tool calls in one event": met("calls", read, {}),
  "300,000 blanks one by one": met("spaces", read, {}),
  async "480 MiB of 0xFF"(folder) {
    const client = await clientsOf(folder);
    const start = performance.now();
    const outcome = await client("ff")
      .request({ method: "GET", path: "/x" })
      .then(() => "answered", told);
    return `${outcome} after ${ms(start)}, peak ${peak("self")} MiB`;
  },
  async "requests that ended the gateway"(folder) {
    const outcomes = [];
    for (const target of ["//", "//[", "http://a:99999/"]) {
      const [gateway, port] = await gatewayOf(folder);
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      socket.write(`GET ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);
      const [answer] = await Promise.race([once(socket, "data"), once(gateway, "exit").then(() => ["none"])]);
      await sleep(200);
      outcomes.push(
        `GET ${target}: ${String(answer).slice(0, 12)}, ${gateway.exitCode === null ? "alive" : "ended"}`,
      );
      gateway.kill();
    }
    return outcomes.join("; ");
  },
  "5,000 mutated requests to the gateway": mutatedRequests,
  async "67 bodies of 33 MiB without a key"(folder) {
    const [gateway, port] = await gatewayOf(folder);
    const send = async () => {
      const socket = connect(port, "127.0.0.1")
        .on("error", () => {})
        .setMaxListeners(0);
      socket.write(
        `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${33 * MIB}\r\n\r\n`,
      );
      for (let sent = 0; sent < 33 && !socket.destroyed; sent++) {
        if (!socket.write(Buffer.alloc(MIB, "a")))
          await Promise.race([once(socket, "drain"), once(socket, "close"), sleep(2000)]).catch(() => {});
      }
      await sleep(1000);
      socket.destroy();
    };
    await Promise.all(Array.from({ length: 67 }, send));
    const result = `peak ${peak(gateway.pid)} MiB`;
    gateway.kill();
    return result;
  },
  async "copies of the key after 200 requests"(folder) {
    const halves = ["ak_test_copies_Zq7", "Xw9KpLm3Vt5"];
    const client = (await clientsOf(folder))("good", { apiKey: halves.join("8"), proxy: false });
    for (let count = 0; count < 200; count++) await whole(client);
    return `${copiesOf(halves[0], `8${halves[1]}`)} copies`;
  },
};
