// npm run build: compiles src/ to dist/, and generates the ES module entries and their declarations beside it.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(join(root, "package.json"));
const notice = "// Generated from the CommonJS build, so that both formats share one set of classes.\n";

// What was compiled from a file that has since been renamed would be published.
rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.json")], {
  stdio: "inherit",
});

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
for (const entry of Object.values(exports)) {
  if (typeof entry === "string") continue;
  const commonJs = join(root, entry.require.default);
  const names = Object.keys(require(commonJs)).sort();
  const list = names.map((name) => `  ${name},\n`).join("");
  const from = `./${basename(commonJs)}`;
  writeFileSync(
    join(root, entry.import.default),
    `${notice}import entry from "${from}";\n\nexport const {\n${list}} = entry;\n`,
  );
  writeFileSync(join(root, entry.import.types), `${notice}export * from "${from}";\n`);
}
