import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { at, root } from "./root.mjs";

/** Every file below a path, in a stable order; the path itself when it is a file; nothing when it is absent. */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** A hash of everything below the inputs, and of the settings. */
export function fingerprint(inputs, settings) {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const file of inputs.flatMap((input) => filesBelow(at(input)))) {
    // Named from the root, so that a copy of the tree elsewhere is not built again.
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

// A size and a time, not a hash: they tell whether somebody else wrote the file, and reading 10 MB is not free.
function identity(output) {
  const { size, mtimeMs } = statSync(at(output));
  return { output, size, mtimeMs };
}

/**
 * Does a piece of work unless the same inputs, by content, have produced the outputs that still stand there.
 * Resolves with whether the work was done.
 */
export async function whenStale({ name, inputs, outputs, settings = {} }, work) {
  const stamp = at("node_modules/.cache/auriko", `${name}.json`);
  const of = fingerprint(inputs, settings);
  const complete = () => outputs().every((output) => existsSync(at(output)));
  const state = () => JSON.stringify({ of, outputs: outputs().map(identity) });
  if (existsSync(stamp) && complete() && readFileSync(stamp, "utf8") === state()) return false;
  await work();
  if (complete()) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, state());
  }
  return true;
}

/**
 * The value that `work` comes to, which it did before for the same inputs, by content, and settings: for what takes long, is
 * plain data, and depends on nothing else.
 */
export async function remembered({ name, inputs, settings = {} }, work) {
  const file = at("node_modules/.cache/auriko/remembered", `${name.replaceAll(/\W+/g, "-")}.json`);
  const of = fingerprint(inputs, settings);
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, "utf8"));
    if (known.of === of) return known.value;
  }
  const value = await work();
  mkdirSync(dirname(file), { recursive: true });
  // Whole or not at all: others may read it meanwhile.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ of, value }));
  renameSync(draft, file);
  return value;
}
