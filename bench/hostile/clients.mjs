import { fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const question = { model: "m", messages: [{ role: "user", content: "Hello" }] };
export const streaming = { ...question, stream: true };

const program = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Makes clients of a build, each of one answer of a server that is a process of its own. */
export async function clientsOf(folder) {
  const server = fork(program("server.mjs"));
  const [port] = await once(server, "message");
  process.on("exit", () => server.kill());
  const { Client } = createRequire(import.meta.url)(join(folder, "dist/index.js"));
  return (answer, options = {}) =>
    new Client({
      apiKey: "ak_test_hostile",
      baseUrl: `http://127.0.0.1:${port}/${answer}/v1`,
      maxRetries: 0,
      ...options,
    });
}

/** The local gateway of a build, its port and its key. */
export async function gatewayOf(folder) {
  const gateway = fork(program("gateway.mjs"), [folder], { silent: true });
  const [[port, key]] = await once(gateway, "message");
  return [gateway, port, key];
}

export const told = (error) => `${error.name} ${error.phase ?? error.code ?? error.message}`;
export const read = async (client) => (await client.chat.completions.create(streaming)).finalCompletion();
export const ms = (from) => `${Math.round(performance.now() - from)} ms`;

export const whole = (client) => client.chat.completions.create(question);

/** How a call ends, and how long it and the slowest call of a neighbour take; gives up after `patience`. */
export async function meeting(meet, neighbour, patience = 12_000) {
  const start = performance.now();
  let [outcome, slowest] = [undefined, 0];
  meet
    .then(() => "answered", told)
    .then((text) => {
      outcome = `${text} after ${ms(start)}`;
    });
  while (outcome === undefined && performance.now() - start < patience) {
    const from = performance.now();
    await neighbour.chat.completions.create(question);
    slowest = Math.max(slowest, performance.now() - from);
    await sleep(2);
  }
  return `${outcome ?? `no end after ${ms(start)}`}; slowest call beside it ${Math.round(slowest)} ms`;
}
