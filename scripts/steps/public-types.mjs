import { arrangeDeclarations } from "./arrange-declarations.mjs";
import { bundleDeclarations } from "./bundle-declarations.mjs";
import { exportOrder } from "./export-order.mjs";
import { formatted } from "./format.mjs";
import { remembered } from "./freshness.mjs";

const head = `// The public API in one file. Generated from ts/ by \`npm run types\`; the tests fail when it drifts.\n`;

const inputs = ["ts", "gateway", "tsconfig.json", "scripts/steps", "biome.json", "package-lock.json"];

/** The declaration file of an entry, as it should stand in the package. */
export function publicTypes({ source, sharesTypes = false }) {
  const settings = { source, sharesTypes };
  return remembered({ name: `types of ${source}`, inputs, settings }, () => write(settings));
}

async function write({ source, sharesTypes }) {
  const bundled = await bundleDeclarations(source, { sharesTypes });
  const body = arrangeDeclarations(bundled, exportOrder(source));
  return formatted(`${references(body)}${head}\n${body}`, "public-api.ts");
}

// `Symbol.asyncDispose` is in no library before ESNext, and older Node types don't bring it either.
function references(body) {
  return /Symbol\.(async)?[dD]ispose|AsyncDisposable/.test(body)
    ? '/// <reference lib="esnext.disposable" />\n\n'
    : "";
}
