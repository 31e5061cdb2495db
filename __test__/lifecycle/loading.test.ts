import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { json } from "../support/answers";
import { completion } from "../support/chat";
import { NODE, PACKAGE, run } from "../support/program";
import { serve } from "../support/scripted-server";

const loaded = `
  const loaded = () => Object.keys(require.cache).some((path) => path.endsWith(".node"))
    || process.report.getReport().sharedObjects.some((path) => /auriko.*\\.node$/.test(path));
`;

describe("importing the package", () => {
  test("loads no addon; nor does a client before its first request", async () => {
    const server = await serve(json(completion()));
    const { stdout, code } = await run(
      `${loaded}
       const seen = [loaded()];
       const client = new Client(options);
       client.withOptions({ maxRetries: 1 });
       seen.push(loaded());
       await client.chat.completions.create({ model: "m" }).catch(() => {});
       seen.push(loaded());
       await client.me.get();
       seen.push(loaded());
       console.log(seen.join());`,
      { server },
    );
    expect({ stdout, code }).toEqual({ stdout: "false,false,false,true", code: 0 });
  });

  test("starts no timer and opens no handle", async () => {
    const source = "console.log(process.getActiveResourcesInfo().join());";
    const { stdout } = await run(source);
    const bare = execFileSync(NODE, ["-e", source], { input: "", encoding: "utf8" });
    expect(stdout).toBe(bare.trim());
  });

  test("reads nothing from the environment", async () => {
    const source = `
      const read = [];
      const { env } = process;
      Object.defineProperty(process, "env", {
        value: new Proxy(env, { get: (target, name) => (read.push(String(name)), target[name]) }),
      });
      delete require.cache[${JSON.stringify(PACKAGE)}];
      for (const path of Object.keys(require.cache)) delete require.cache[path];
      require(${JSON.stringify(PACKAGE)});
      const atImport = read.splice(0).join();
      new Client(options);
      console.log(JSON.stringify([atImport, read.length > 0]));
    `;
    expect(JSON.parse((await run(source)).stdout)).toEqual(["", true]);
  });

  test("takes a few modules and hardly any time", async () => {
    const source = `
      for (const path of Object.keys(require.cache)) delete require.cache[path];
      const started = performance.now();
      require(${JSON.stringify(PACKAGE)});
      console.log(performance.now() - started);
    `;
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5 || (round < 30 && best >= 100); round++)
      best = Math.min(best, Number((await run(source)).stdout));
    expect(best).toBeLessThan(100);
  });
});

describe("the threads of the core", () => {
  const count = `
    const { readdirSync, readFileSync } = require("node:fs");
    const threads = () => readdirSync("/proc/self/task")
      .map((id) => readFileSync("/proc/self/task/" + id + "/comm", "utf8").trim())
      .filter((name) => name.startsWith("auriko"));
  `;

  test.runIf(process.platform === "linux")(
    "are none before the first request, and few after many",
    async () => {
      const server = await serve(json(completion()));
      const { stdout } = await run(
        `${count}
       const client = new Client(options);
       const before = threads().length;
       await client.me.get();
       await Promise.all(Array.from({ length: 200 }, () => client.me.get()));
       console.log(before, threads().length > 0, threads().length <= 12);`,
        { server },
      );
      expect(stdout).toBe("0 true true");
    },
  );
});
