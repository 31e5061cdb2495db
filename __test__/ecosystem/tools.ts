import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { npm } from "../packaging/node-versions";

/** The foreign tools that the tests run, each in the version that was tried, with what it needs beside it. */
export const TOOLS = {
  esbuild: ["esbuild@0.28.2"],
  rollup: ["rollup@4.68.8", "@rollup/plugin-node-resolve@16.0.3", "@rollup/plugin-commonjs@29.0.0"],
  rolldown: ["rolldown@1.3.2"],
  vite: ["vite@8.3.8"],
  tsdown: ["tsdown@0.21.10"],
  webpack: ["webpack@5.112.2", "node-loader@2.1.0"],
  ncc: ["@vercel/ncc@0.45.0"],
  nft: ["@vercel/nft@1.11.5"],
  next: ["next@16.4.6", "react@19", "react-dom@19"],
  jest29: ["jest@29"],
  jest30: ["jest@30.5.2"],
  vitest: ["vitest@4.1.12"],
  postject: ["postject@1.0.0-alpha.6"],
  publint: ["publint@0.3.25"],
  typescript: ["typescript@5.2.2", "@types/node@18.19.130"],
  // The newest that our optional peers' ranges let in; the repository itself has those that fit its oldest Node.
  peers: [
    "@openai/agents@0.20.0",
    "@langchain/openai@1.6.0",
    "@langchain/core@1.4.0",
    "openai@7.57.0",
    "zod@4.6.7",
  ],
  opentelemetry: ["@opentelemetry/api@1.10.0"],
  oldestOpenTelemetry: ["@opentelemetry/api@1.4.0"],
  attw: ["@arethetypeswrong/cli@0.18.5"],
} as const;

export type Tool = keyof typeof TOOLS;

/** Where what was fetched is kept, outside the tree: `AURIKO_CACHE`, or a folder of the user's. */
export const cache = process.env.AURIKO_CACHE ?? join(homedir(), ".cache/auriko");

/** The node_modules folder of a tool, installed from npm when it is not there yet. */
export function toolFolder(tool: Tool): string {
  const folder = join(cache, "tools", TOOLS[tool].join("+").replace(/[^\w.+@-]/g, "_"));
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, "package.json"), JSON.stringify({ name: "tools", private: true }));
    npm(["install", "--no-audit", "--no-fund", "--loglevel=error", ...TOOLS[tool]], unfinished);
    if (existsSync(folder)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, folder);
  }
  return join(folder, "node_modules");
}
