// node bench/hostile/run.mjs [--package FOLDER] [NAME…]: what servers and clients that mean harm cost, in figures. With the folder of
// another build, the same is measured there: the way to compare before and after. Each figure is taken in processes of its own.
import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { figures } from "./figures.mjs";

const LONGEST_MS = 300_000;
const { values, positionals } = parseArgs({
  options: { package: { type: "string" }, figure: { type: "string" } },
  allowPositionals: true,
});
const folder = resolve(values.package ?? fileURLToPath(new URL("../../", import.meta.url)));

async function measured(name) {
  const child = fork(fileURLToPath(import.meta.url), ["--figure", name, "--package", folder], {
    silent: true,
  });
  let said = "";
  child.stdout.on("data", (piece) => {
    said += piece;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
  const [code, signal] = await once(child, "exit");
  clearTimeout(timer);
  // What it wrote last may come after its end.
  await sleep(50);
  return said.trim() || `the process ended with ${signal ?? code}`;
}

if (values.figure === undefined) {
  for (const name of positionals.length > 0 ? positionals : Object.keys(figures)) {
    console.log(`${name}: ${await measured(name)}`);
  }
} else {
  console.log(await figures[values.figure](folder));
  process.exit(0);
}
