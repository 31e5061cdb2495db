import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJson, root } from "../house/repository";
import { blocksIn } from "./blocks";

const { scripts } = readJson<{ scripts: Record<string, string> }>("package.json");

/** Programs that a reader has, or is told to get; what they are asked to do is theirs to know. */
const foreign = new Set(["git", "cd", "export", "curl", "rustup", "pnpm", "yarn", "bun", "deno"]);
const cargo = new Set(["build", "test", "fmt", "clippy", "bench", "run", "fuzz", "install"]);

const commands = blocksIn("sh", "bash", "shell", "console").flatMap(({ page, line, code }) =>
  code
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((text, index) => ({
      place: `${page}:${line + index}`,
      text: text.replace(/^\$ /, "").replace(/(^|\s)#.*$/, ""),
    }))
    .flatMap(({ place, text }) =>
      text.split(/&&|\|\||[|;]/).map((command) => [place, command.trim()] as const),
    )
    .filter(([, command]) => command !== ""),
);

/** Why a command can't work; undefined when it can. */
function problem(command: string): string | undefined {
  const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program = "", ...rest] = words;
  if (program === "npm") return npmProblem(rest);
  if (program === "npx") return npxProblem(rest);
  if (program === "cargo") return cargo.has(rest[0] ?? "") ? undefined : "cargo has no such command";
  if (program === "node") return fileProblem(rest.find((word) => !word.startsWith("-")));
  if (program === "" || foreign.has(program)) return undefined;
  return fileProblem(program);
}

function npmProblem([verb = "", name = ""]: string[]): string | undefined {
  if (["install", "i", "ci", "publish", "pack", "version", "update"].includes(verb)) return undefined;
  const script = verb === "run" ? name : verb;
  return scripts[script] ? undefined : `package.json has no script called ${script}`;
}

function npxProblem(words: string[]): string | undefined {
  const [tool = "", subcommand = ""] = words.filter((word) => !word.startsWith("-"));
  if (tool !== "@auriko/sdk" && tool !== "auriko") {
    return existsSync(join(root, "node_modules/.bin", tool))
      ? undefined
      : `${tool} is not among the development tools`;
  }
  const help = execFileSync(process.execPath, [join(root, "dist/cli/main.js"), "--help"], {
    encoding: "utf8",
  });
  return subcommand === "" || new RegExp(`\\b${subcommand}\\b`).test(help)
    ? undefined
    : `auriko has no command ${subcommand}`;
}

const readersOwn = /^app\.[cm]?[jt]s$/;

const fileProblem = (path = "") =>
  path !== "" && (readersOwn.test(path) || existsSync(join(root, path))) ? undefined : `there is no ${path}`;

describe("the commands that a reader copies exist", () => {
  test.each(commands)("%s: %s", (_place, command) => {
    expect(problem(command)).toBeUndefined();
  });

  test("a command that does not exist is noticed", () => {
    expect(problem("npm run no-such-script")).toBeDefined();
    expect(problem("node examples/no-such-file.mjs")).toBeDefined();
    expect(problem("npx no-such-tool")).toBeDefined();
  });
});

describe("the data that a reader copies is well-formed", () => {
  const blocks = blocksIn("json").map(({ place, code }) => [place, code] as const);
  test.each([...blocks, ["an empty object", "{}"] as const])("%s", (_place, code) => {
    expect(() => JSON.parse(code)).not.toThrow();
  });
});
