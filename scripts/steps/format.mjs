import { execFileSync } from "node:child_process";
import { at, root } from "./root.mjs";

/** A generated module as `npm run format` would leave it. */
export function formatted(text, name) {
  const biome = at("node_modules/@biomejs/biome/bin/biome");
  return execFileSync(process.execPath, [biome, "format", `--stdin-file-path=ts/${name}`], {
    cwd: root,
    input: text,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}
