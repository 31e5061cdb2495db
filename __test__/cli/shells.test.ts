import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../../ts/cli/commands";
import { runCommand } from "./run-command";

const isHere = (shell: string) => spawnSync(shell, ["--version"]).status === 0;
const without = (shell: string) => `There is no ${shell} here: install it to try its completion.`;

/** A folder with the script, which is also the home of the shell. */
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "auriko-shells-"));
  return () => rmSync(home, { recursive: true, force: true });
});

async function scriptFor(shell: string): Promise<string> {
  const path = join(home, `auriko.${shell}`);
  writeFileSync(path, (await runCommand(["completion", shell])).output);
  return path;
}

function inShell(shell: string, args: readonly string[], script: string): string[] {
  const env = { PATH: process.env.PATH, HOME: home, TERM: "dumb", SCRIPT: script };
  const output = execFileSync(shell, args, { env, cwd: home, encoding: "utf8", timeout: 50_000 });
  return output.split("\n").filter((line) => line !== "");
}

/** Types each argument at a zsh of its own, presses Tab, and prints what stands on the command line then. */
const zshAtATerminal = `
  zmodload zsh/zpty
  zpty shell "zsh -f -i"
  say() { zpty -w -n shell "$1" }
  say $'PROMPT=; unsetopt prompt_cr prompt_sp; autoload -Uz compinit; compinit -D -u; source $SCRIPT\\n'
  say $'shown() { print -r -- "[[$BUFFER]]"; BUFFER= }; zle -N shown; bindkey "^G" shown; print rea""dy\\n'
  zpty -r shell got $'*ready*'
  for line; do
    say "$line"$'\\t\\C-g'
    zpty -r shell got $'*\\]\\]*'
    print -r -- "\${\${got##*\\[\\[}%%\\]\\]*}"
  done
  zpty -d shell`;

test.runIf(!isHere("zsh"))("needs zsh", ({ skip }) => skip(without("zsh")));
test.runIf(!isHere("fish"))("needs fish", ({ skip }) => skip(without("fish")));

describe.runIf(isHere("zsh"))("in zsh, a Tab", () => {
  const typed = async (...lines: string[]) =>
    inShell("zsh", ["-f", "-c", zshAtATerminal, "zsh", ...lines], await scriptFor("zsh"));

  test("completes commands, words and options as far as they can be told", async () => {
    const lines = ["auriko cha", "auriko chat --mo", "auriko keys re", "auriko completion f", "auriko m"];
    expect(await typed(...lines)).toEqual([
      "auriko chat ",
      "auriko chat --model ",
      "auriko keys revoke ",
      "auriko completion fish ",
      "auriko m",
    ]);
  });

  test("completes every command and each of its options, and nothing that there is not", async () => {
    const whole = COMMANDS.flatMap(({ name, options }) => [
      `auriko ${name}`,
      ...options.map((option) => `auriko ${name} --${option}`),
    ]);
    const completed = await typed(...whole, "auriko nothing --x");
    expect(completed.map((line) => line.trimEnd())).toEqual([...whole, "auriko nothing --x"]);
  });
});

describe.runIf(isHere("fish"))("in fish, what is offered", () => {
  const offered = async (line: string) => {
    const program = 'source $SCRIPT; complete --do-complete="$argv[1]"';
    const lines = inShell("fish", ["--no-config", "-c", program, line], await scriptFor("fish"));
    return lines.map((each) => each.split("\t"));
  };

  test("is every command with what it does", async () => {
    const expected = COMMANDS.map(({ name, summary }) => [name, summary]);
    expect((await offered("auriko ")).sort()).toEqual(expected.sort());
  });

  test("is what fits, of commands, words and options", async () => {
    expect((await offered("auriko cha")).map(([word]) => word)).toEqual(["chat"]);
    expect(await offered("auriko keys re")).toEqual([["revoke"]]);
    expect((await offered("auriko completion ")).map(([word]) => word)).toEqual(["bash", "fish", "zsh"]);
    for (const { name, options } of COMMANDS) {
      const words = (await offered(`auriko ${name} --`)).map(([word]) => word);
      expect(words.sort()).toEqual([...new Set([...options, "help"])].map((option) => `--${option}`).sort());
    }
  });
});
