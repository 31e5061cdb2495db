import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { at } from "./root.mjs";

/** The shared file of what the root entry needs when it is imported, and that of what is called later. */
export const surface = "sdk";
export const internals = "internals";

const { name: packageName, version } = JSON.parse(readFileSync(at("package.json"), "utf8"));

/**
 * A Rollup plugin, for CommonJS: makes three files of each of the shared ones named. `x.body.js` is the code, a function
 * that is given what it would require; `x.js` calls it for Node, and `x.mjs` for what bundlers take in. So the code is in
 * the package once, though the one must not say `import` and the other not `require`. `twins` are the files that each
 * format has of its own. What the surface requires is loaded when it is first used. `finish` has the last word on a body.
 */
export const moduleBodies = (names, twins, finish) => ({
  name: "module-bodies",
  async generateBundle(_options, files) {
    for (const chunk of Object.values(files)) chunk.code = chunk.code.replace(unused, "");
    const bodies = names.map((name) => {
      const { code } = files[`shared/${name}.js`] ?? {};
      if (code === undefined) throw new Error(`Nothing was built to shared/${name}.js`);
      return { name, code, requests: [...code.matchAll(requests)].map(([, , path]) => path) };
    });
    const emit = (fileName, source) =>
      this.emitFile({ type: "asset", fileName: `shared/${fileName}`, source });
    for (const { name, code, requests } of bodies) {
      const body = bodyOf(name, name === surface ? requiringLater(code) : code);
      emit(`${name}.body.js`, await finish(name, body));
      files[`shared/${name}.js`].code = forNode(name, requests);
    }
    const [first, second] = [surface, internals].map((name) => bodies.find((body) => body.name === name));
    emit(`${surface}.mjs`, bothForBundlers(first, second, twins));
    for (const { name, requests } of bodies.filter((body) => body !== first && body !== second)) {
      emit(`${name}.mjs`, forBundlers(name, requests, twins));
    }
  },
});

const requests = /^const ([\w$]+) = require\("([^"]+)"\);$/gm;

/** What a file requires only because another that it requires does. */
const unused = /^require\("(?:node:|\.)[^"]+"\);\n/gm;

/** Where a body leaves itself when nobody gives it a `module`, which Vite's development server does not. */
const placeOf = (name) => `globalThis[Symbol.for(${JSON.stringify(`${packageName}@${version}/${name}`)})]`;

// In parentheses, the function is compiled with the file; otherwise V8 would read it twice.
const bodyOf = (name, code) => `"use strict";
const body = (function (require) {
const exports = {};
${code.replace(/^"use strict";\n/, "")}
return exports;
});
if (typeof module === "object") module.exports = body;
else ${placeOf(name)} = body;
`;

const later = `
function later(load) {
  return new Proxy({}, { get: (_nothing, name) => load()[name] });
}
`;

/**
 * Puts off each `require` until a name of it is used. What is loaded then takes the place of the variable: behind an object
 * whose prototype it is, since V8 keeps prototypes fast however many properties they have.
 */
function requiringLater(code) {
  return (
    code.replace(requests, (line, variable, path) => {
      const uses = [...code.replace(requests, "").matchAll(usesOf(variable))];
      if (uses.some(([, name]) => name === undefined))
        throw new Error(`${path} is used as a whole by what is evaluated at import: ${line}`);
      return `let ${variable} = later(() => (${variable} = Object.create(require("${path}"))));`;
    }) + later
  );
}

const usesOf = (variable) =>
  new RegExp(`(?<![\\w$.])${variable.replaceAll("$", "\\$")}(?![\\w$])(?:\\.([\\w$]+))?`, "g");

// The body stands in a constant of its own: otherwise Node, when it imports the file, would search it for exports.
const forNode = (name, paths) => `"use strict";
const given = {
${paths.map((path) => `  ${JSON.stringify(path)}: () => require(${JSON.stringify(path)}),\n`).join("")}};
const body = require("./${name}.body.js");
module.exports = body((name) => given[name]());
`;

function forBundlers(name, paths, twins) {
  return `${importsOf(paths, twins)}import body from "./${name}.body.js";

const given = {
${givenOf(paths)}};
export default (body ?? ${placeOf(name)})((name) => given[name]());
`;
}

/** The two that ask for each other, which as modules would be a circle. */
function bothForBundlers(first, second, twins) {
  const own = [first, second].map(({ name }) => `./${name}.js`);
  const paths = [...new Set([...first.requests, ...second.requests])].filter((path) => !own.includes(path));
  return `${importsOf(paths, twins)}import ${first.name}Body from "./${first.name}.body.js";
import ${second.name}Body from "./${second.name}.body.js";

let loaded;
const given = {
${givenOf(paths)}  "./${first.name}.js": () => ${first.name},
  "./${second.name}.js": ${second.name},
};
const require = (name) => given[name]();
const ${first.name} = (${first.name}Body ?? ${placeOf(first.name)})(require);

export default ${first.name};
export function ${second.name}() {
  loaded ??= (${second.name}Body ?? ${placeOf(second.name)})(require);
  return loaded;
}
`;
}

const nameOf = (path) => path.replace(/^\.\/|\.js$/g, "").replace(/\W/g, "_");

function importsOf(paths, twins) {
  const line = (path) => {
    if (!path.startsWith(".")) return `import ${nameOf(path)} from "${path}";\n`;
    if (path === `./${internals}.js`) return `import { ${internals} } from "./${surface}.mjs";\n`;
    const what = twins.includes(posix.basename(path, ".js")) ? "* as " : "";
    return `import ${what}${nameOf(path)} from "${path.replace(/\.js$/, ".mjs")}";\n`;
  };
  return paths.map(line).join("");
}

const givenOf = (paths) =>
  paths
    .map(
      (path) =>
        `  ${JSON.stringify(path)}: ${path === `./${internals}.js` ? internals : `() => ${nameOf(path)}`},\n`,
    )
    .join("");
