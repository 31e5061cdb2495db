import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { sentences } from "../../native/load-error";
import { type Build, buildsForThisMachine } from "../../native/loader/builds";
import { findInstalled } from "../../native/loader/installed-addon";
import { surroundingsOf } from "../../native/loader/surroundings";
import { requireAddon, whereabouts } from "../../require-addon";
import { type Finding, failed, note, ok } from "./check";

/** Compares the addon's hash with the one that was published, then loads it. */
export function checkAddon(): Finding {
  const changed = hashProblem();
  if (changed) return changed;
  const result = requireAddon();
  if ("failure" in result) {
    const [wrong, fix] = sentences(result.failure);
    return failed("addon", wrong, fix);
  }
  const hashed = installed()?.sha256 !== undefined;
  return hashed
    ? ok("addon", `${result.from}, as published`)
    : note("addon", `${result.from}, with no published hash to compare`);
}

function installed() {
  const surroundings = surroundingsOf(whereabouts());
  for (const build of buildsForThisMachine(surroundings) as readonly Build[]) {
    const found = findInstalled(surroundings, build);
    if (found) return found;
  }
  return undefined;
}

function hashProblem(): Finding | undefined {
  const found = installed();
  if (found?.sha256 === undefined) return undefined;
  let hash: string;
  try {
    hash = createHash("sha256").update(readFileSync(found.path)).digest("hex");
  } catch {
    // The loader says what is wrong with it.
    return undefined;
  }
  if (hash === found.sha256) return undefined;
  return failed(
    "addon",
    `${found.path} is not the file that was published: its SHA-256 is ${hash}, not ${found.sha256}.`,
    "Delete node_modules and install again; a tool that strips or patches binaries must leave this one alone.",
  );
}
