import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";

const PEERS = [
  "openai",
  "openai-6",
  "ai",
  "@ai-sdk/openai-compatible",
  "@openrouter/sdk",
  "undici",
  "eventsource-parser",
];

const versionIn = (url) => JSON.parse(readFileSync(url, "utf8")).version;

/** Where and with what a run was made. */
export function describeRun() {
  const processors = cpus();
  const versions = { "@auriko/sdk": versionIn(new URL("../../package.json", import.meta.url)) };
  for (const name of PEERS)
    versions[name] = versionIn(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    commit: commit(),
    node: process.version,
    system: `${type()} ${release()}`,
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
    versions,
  };
}

function commit() {
  try {
    const options = { cwd: new URL("../../", import.meta.url), encoding: "utf8" };
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], options).trim();
  } catch {
    return "unknown";
  }
}
