import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../ts/cli/commands";
import { runCommand } from "./run-command";

describe("help", () => {
  test("lists every command, with what it does and the exit codes", async () => {
    const { code, output } = await runCommand(["--help"]);
    expect(code).toBe(0);
    for (const { name, summary } of COMMANDS)
      expect(output).toMatch(new RegExp(`^ {2}${name} +${summary}$`, "m"));
    expect(output).toContain("130 when interrupted");
  });

  test.each(COMMANDS)(
    "of $name tells of every option that there is, and of no other",
    async ({ name, options }) => {
      const { code, output } = await runCommand([name, "--help"]);
      expect(code).toBe(0);
      const told = new Set(output.match(/--[a-z][a-z0-9-]*/g)?.map((option) => option.slice(2)));
      expect([...options].filter((option) => !told.has(option))).toEqual([]);
      expect(output.split("\n").filter((line) => line.length > 120)).toEqual([]);
      for (const [, option] of output.matchAll(/^ +--([a-z][a-z0-9-]*)/gm)) expect(options).toContain(option);
    },
  );

  test("is shown without a command, as wrong usage", async () => {
    expect((await runCommand([])).code).toBe(2);
    const slip = await runCommand(["modles"]);
    expect(slip.code).toBe(2);
    expect(slip.complaints).toContain("models");
  });

  test("comes before anything is asked, and after a wrong option there is a hint at it", async () => {
    for (const { name } of COMMANDS) {
      const wrong = await runCommand([name, "--no-such-option"]);
      expect([name, wrong.code]).toEqual([name, 2]);
      expect(wrong.complaints).toContain("--help");
    }
  });
});

describe("completion", () => {
  const complete = (...words: string[]): string[] => {
    const script = `
      source <("$NODE_SCRIPT")
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
      _auriko; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const bash = scripts.get("bash") as string;
    const output = execFileSync(
      "bash",
      ["-c", script.replace('<("$NODE_SCRIPT")', '<(printf "%s" "$SCRIPT")')],
      {
        env: { ...process.env, SCRIPT: bash },
        encoding: "utf8",
      },
    );
    return output.split("\n").filter((word) => word !== "");
  };
  const scripts = new Map<string, string>();

  test.each(["bash", "zsh", "fish"])("for %s names every command, word and option", async (shell) => {
    const { code, output } = await runCommand(["completion", shell]);
    expect(code).toBe(0);
    scripts.set(shell, output);
    for (const { name, words = [], options } of COMMANDS) {
      for (const word of [name, ...words, ...options]) expect(output).toContain(word);
    }
  });

  test("in bash offers what fits", () => {
    expect(complete("auriko", "cha")).toEqual(["chat"]);
    expect(complete("auriko", "chat", "--mo")).toEqual(["--model"]);
    expect(complete("auriko", "keys", "re")).toEqual(["revoke"]);
    expect(complete("auriko", "completion", "")).toEqual(["bash", "zsh", "fish", "--help"]);
    expect(complete("auriko", "nothing", "")).toEqual([]);
  });

  test("has no quotes or colons in what shells would read as their own", () => {
    for (const { summary } of COMMANDS) expect(summary).not.toMatch(/['"`:$\\]/);
  });

  test("for no shell, or an unknown one, is wrong usage", async () => {
    for (const args of [[], ["tcsh"], ["bash", "zsh"]]) {
      expect((await runCommand(["completion", ...args])).code).toBe(2);
    }
  });
});
