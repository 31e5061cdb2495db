import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { at } from "./root.mjs";

/** The page that the gateway serves, as it is published: one file that needs no other. What packs it would do worse. */
export const page = "dist/page.html.br";

const source = "gateway/page/browser";
/** The packages that are part of it, whose licences ask to be named. */
const packages = ["preact", "uplot"];

/** Bundles the page with its libraries and its style. */
export async function buildPage() {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [at(source, "main.tsx")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    tsconfigRaw: {},
  });
  const style = await minified(build, [at("node_modules/uplot/dist/uPlot.min.css"), at(source, "page.css")]);
  const html = readFileSync(at(source, "page.html"), "utf8")
    .replace("<!-- NOTICES -->", () => `<!--\n${packages.map(noticeOf).join("\n\n")}\n-->`)
    .replace("/* STYLE */", () => style)
    .replace("/* SCRIPT */", () => outputFiles[0].text);
  mkdirSync(dirname(at(page)), { recursive: true });
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  writeFileSync(at(page), brotliCompressSync(html, { params }));
}

async function minified(build, files) {
  const contents = files.map((file) => `@import ${JSON.stringify(file)};`).join("\n");
  const stdin = { contents, loader: "css", resolveDir: at(".") };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, write: false, target: "es2022" });
  return outputFiles[0].text;
}

function noticeOf(name) {
  const { version } = JSON.parse(readFileSync(at("node_modules", name, "package.json"), "utf8"));
  const licence = readFileSync(at("node_modules", name, "LICENSE"), "utf8")
    .replaceAll("--", "- -")
    .trim();
  return `${name} ${version}\n\n${licence}`;
}
