import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { BatchFiles, requests } from "../batch/batch-files";
import { json } from "../support/answers";
import { completion } from "../support/chat";
import { start } from "../support/program";
import { serve } from "../support/scripted-server";

/** Root is above the limit on threads, so programs run as another user, who alone may limit them. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** On a machine of one core, one thread does. */
const needsTwo = availableParallelism() > 1;
const canLimit = process.platform === "linux" && spawnSync("prlimit", ["--version"]).status === 0;

const told = `({ name, code, retryable, message }) => ({ name, code, retryable, message })`;
const refused = (words: RegExp, name = "APIConnectionError") => ({
  name,
  code: "api_connection_error",
  retryable: true,
  message: expect.stringMatching(words),
});

/** Runs a program that says `ready` when it may be limited, and waits for a line before it goes on. Nothing but the outcome is printed. */
async function limited(
  source: string,
  baseUrl: string,
  limit: (pid: number, turn: number) => string[],
): Promise<unknown> {
  let turn = 0;
  const program = start(source, {
    server: { baseUrl },
    deadline: 60_000,
    ...(isRoot && { user: NOBODY }),
    onOutput: (text, child) => {
      if (!text.endsWith("ready\n")) return;
      const args = ["--pid", String(child.pid), ...limit(child.pid ?? 0, ++turn)];
      execFileSync("prlimit", args, isRoot ? { uid: NOBODY } : {});
      child.stdin?.write("go\n");
    },
  });
  const { stdout, stderr } = await program.ending;
  expect(stderr).toBe("");
  return JSON.parse(stdout.split("\n").at(-1) ?? "");
}

const GO = `await new Promise((resolve) => { process.stdin.once("data", resolve); console.log("ready"); });`;

describe.runIf(canLimit)("a machine that says no", () => {
  test("to threads before the first call: the call fails with what to do, and a later one works", async () => {
    const server = await serve(json(completion("Hello")));
    const outcome = await limited(
      `${GO}
       const client = new Client(options);
       const first = await client.chat.completions.create(question).catch(${told});
       await new Promise((resolve) => { process.stdin.once("data", resolve); console.log("limited, ready"); });
       const second = await client.chat.completions.create(question);
       console.log(JSON.stringify([first, second.choices[0].message.content]));
       process.exit(0);`,
      server.baseUrl,
      // The program asks twice: for the limit, and for its end.
      (_pid, turn) => [turn === 1 ? "--nproc=1:" : "--nproc=10000:"],
    );
    expect(outcome).toEqual([refused(/thread/), "Hello"]);
  }, 70_000);

  test.runIf(needsTwo)(
    "to some of the threads that the first call needs: it fails without a word elsewhere, and a later one works",
    async () => {
      const server = await serve(json(completion("Hello")));
      const outcome = await limited(
        `${GO}
       const client = new Client(options);
       const first = await client.chat.completions.create(question).catch(${told});
       await new Promise((resolve) => { process.stdin.once("data", resolve); console.log("limited, ready"); });
       const second = await client.chat.completions.create(question);
       console.log(JSON.stringify([first, second.choices[0].message.content]));
       process.exit(0);`,
        server.baseUrl,
        (pid, turn) => [`--nproc=${turn === 1 ? fieldOf(pid, "Threads") + 1 : 10_000}:`],
      );
      expect(outcome).toEqual([refused(/thread/), "Hello"]);
    },
    70_000,
  );

  test("to the threads of a batch: it fails by an error that may be repeated, and single calls go on", async () => {
    const server = await serve(json(completion("Hello")));
    const files = new BatchFiles(requests(["a"]));
    // The program may run as another user.
    chmodSync(files.folder, 0o777);
    const outcome = await limited(
      `const client = new Client(options);
       await client.chat.completions.create(question);
       ${GO}
       const batch = await client.batch(${JSON.stringify(files.input)}, { output: ${JSON.stringify(files.output)} }).catch(${told});
       const other = await client.chat.completions.create(question);
       console.log(JSON.stringify([batch, other.choices[0].message.content]));
       process.exit(0);`,
      server.baseUrl,
      () => ["--nproc=1:"],
    );
    expect(outcome).toEqual([refused(/no thread can be started to open the files/), "Hello"]);
  }, 70_000);

  test("to the thread that looks up a name: its call fails, and calls that need none go on", async () => {
    const server = await serve(json(completion("Hello")));
    const outcome = await limited(
      `const client = new Client(options);
       await client.chat.completions.create(question);
       ${GO}
       const named = new Client({ ...options, baseUrl: options.baseUrl.replace("127.0.0.1", "localhost") });
       const lookedUp = await named.chat.completions.create(question).catch(${told});
       const other = await client.chat.completions.create(question);
       console.log(JSON.stringify([lookedUp, other.choices[0].message.content]));
       process.exit(0);`,
      server.baseUrl,
      () => ["--nproc=1:"],
    );
    expect(outcome).toEqual([refused(/no thread can be started to look up localhost/), "Hello"]);
  }, 70_000);

  test("to the memory of a long answer: its call fails, and the next one works", async () => {
    const long = json({ text: "x".repeat(96 * 2 ** 20) });
    const server = await serve(json(completion("Hello")), long, json(completion("Again")));
    const outcome = await limited(
      `const client = new Client({ ...options, maxRetries: 0 });
       const ask = () => client.chat.completions.create(question).then(({ choices }) => choices[0].message.content, ${told});
       const first = await ask();
       ${GO}
       console.log(JSON.stringify([first, await ask(), await ask()]));
       process.exit(0);`,
      server.baseUrl,
      (pid) => [`--as=${addressSpaceOf(pid) + 64 * 2 ** 20}:`],
    );
    expect(outcome).toEqual(["Hello", refused(/memory/, "StreamDroppedError"), "Again"]);
  }, 70_000);
});

/** What a process has reserved, in bytes. */
const addressSpaceOf = (pid: number) => fieldOf(pid, "VmSize") * 1024;

/** A number that the system tells of a process. */
function fieldOf(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
}
