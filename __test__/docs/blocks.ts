import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { read, root } from "../house/repository";

/** A fenced block of a page. */
export interface Block {
  /** Page and line, as an editor opens it: `docs/errors.md:12`. */
  readonly place: string;
  readonly page: string;
  /** The line of the page on which the code begins. */
  readonly line: number;
  readonly language: string;
  /** What stands after the language: `no-run` for a block that is type-checked but not executed. */
  readonly flags: readonly string[];
  readonly code: string;
}

/** The pages whose code must work. */
export function pages(): string[] {
  const guides = existsSync(join(root, "docs")) ? readdirSync(join(root, "docs"), { recursive: true }) : [];
  return [
    "README.md",
    "CONTRIBUTING.md",
    ...guides.map((name) => `docs/${String(name).replaceAll("\\", "/")}`),
  ]
    .filter((page) => page.endsWith(".md") && existsSync(join(root, page)))
    .sort();
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; indent: number; info: string; line: number; code: string[] } | undefined;
  for (const [index, text] of read(page).split("\n").entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(text);
    if (!open && fence) {
      open = {
        fence: fence[2] ?? "",
        indent: fence[1]?.length ?? 0,
        info: fence[3]?.trim() ?? "",
        line: index + 2,
        code: [],
      };
    } else if (open && fence?.[2]?.startsWith(open.fence) && fence[3]?.trim() === "") {
      const [language = "", ...flags] = open.info.split(/\s+/);
      blocks.push({
        place: `${page}:${open.line}`,
        page,
        line: open.line,
        language,
        flags,
        code: `${open.code.join("\n")}\n`,
      });
      open = undefined;
    } else open?.code.push(text.slice(Math.min(open.indent, text.search(/\S|$/))));
  }
  if (open) throw new Error(`${page}:${open.line}: the block is never closed`);
  return blocks;
}

/** The blocks of all pages in one of the given languages. */
export const blocksIn = (...languages: string[]): Block[] =>
  pages()
    .flatMap(blocksOf)
    .filter(({ language }) => languages.includes(language));
