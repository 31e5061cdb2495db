import type { Command } from "./command";

/** What `auriko --help` prints. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 3;
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join("\n");
  const local = commands.filter(({ options }) => options.includes("local")).map(({ name }) => name);
  return `Usage: auriko <command> [options]

Commands:
${list}

Options:
  --help      show this text; auriko <command> --help for the options of a command
  --version   show the version

The key comes from AURIKO_API_KEY, the address of the API from AURIKO_BASE_URL. With --local instead,
${inWords(local)} ask a gateway of their own, with simulated answers.

Exit codes: 0 for success, 1 for a failure, 2 for wrong usage, 130 when interrupted.`;
}

const inWords = (names: readonly string[]): string => `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
