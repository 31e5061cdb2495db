import { execFileSync } from "node:child_process";
import { arrangeDeclarations } from "./arrange-declarations.mjs";
import { bundleDeclarations } from "./bundle-declarations.mjs";
import { exportOrder } from "./export-order.mjs";
import { at, root } from "./root.mjs";

const head = `// The public API in one file. Generated from ts/ by \`npm run types\`; the tests fail when it drifts.\n`;

/** The declaration file of an entry, as it should stand in the package. */
export async function publicTypes({ source, sharesTypes = false }) {
  const bundled = await bundleDeclarations(source, { sharesTypes });
  const body = arrangeDeclarations(bundled, exportOrder(source));
  return format(`${references(body)}${head}\n${body}`);
}

// `Symbol.asyncDispose` is in no library before ESNext, and older Node types don't bring it either.
function references(body) {
  return /Symbol\.(async)?[dD]ispose|AsyncDisposable/.test(body)
    ? '/// <reference lib="esnext.disposable" />\n\n'
    : "";
}

function format(text) {
  const biome = at("node_modules/@biomejs/biome/bin/biome");
  return execFileSync(process.execPath, [biome, "format", "--stdin-file-path=ts/public-api.ts"], {
    cwd: root,
    input: text,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}
