import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { cached } from "../steps/cache.mjs";
import { fingerprint } from "../steps/freshness.mjs";

/** What the outcome of a platform depends on. */
const inputs = [
  "src",
  "crates",
  "ts",
  "npm",
  "build.rs",
  "Cargo.toml",
  "Cargo.lock",
  "package.json",
  "scripts/platforms",
  "scripts/toolchain",
  "__test__/packaging/consumer",
];

const path = () => cached("platforms/results.json");

/** Earlier outcomes, so that a run which broke off goes on where it was. */
export class Results {
  #state = fingerprint(inputs, {});
  #kept = existsSync(path()) ? JSON.parse(readFileSync(path(), "utf8")) : {};

  /** The outcome of a target that passed with the tree as it is now; undefined when it has to be tried. */
  get(target) {
    const kept = this.#kept[target];
    return kept?.state === this.#state ? kept.outcome : undefined;
  }

  set(target, outcome) {
    this.#kept[target] = { state: this.#state, outcome };
    mkdirSync(dirname(path()), { recursive: true });
    writeFileSync(path(), JSON.stringify(this.#kept, null, 2));
  }
}
