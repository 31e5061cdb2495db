import { VERSION } from "../../version";
import { BUILDS, type Build, buildsForThisMachine, packageOf } from "./builds";
import { findBundled } from "./bundled-addon";
import { checkInstalled, findInstalled } from "./installed-addon";
import type { AddonProblem, LoadAttempt, LoadFailure, LoadResult } from "./load-failure";
import { openAddon } from "./open-addon";
import { type Surroundings, surroundingsOf, type Whereabouts } from "./surroundings";

/** The variable that names a file to load in place of the installed one; that of all addons made with napi-rs. */
const OVERRIDE = "NAPI_RS_NATIVE_LIBRARY_PATH";

/** Finds and loads the addon. Never throws: what went wrong is told as facts. */
export function loadAddon(whereabouts: Whereabouts): LoadResult {
  return new AddonSearch(surroundingsOf(whereabouts)).run();
}

class AddonSearch {
  readonly #surroundings: Surroundings;
  readonly #attempts: LoadAttempt[] = [];
  #problem: AddonProblem | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  run(): LoadResult {
    const builds = buildsForThisMachine(this.#surroundings);
    const [likeliest] = builds;
    if (likeliest === undefined) {
      return {
        failure: this.#failure(`${process.platform}-${process.arch}`, { kind: "unsupported_platform" }),
      };
    }
    const override = process.env[OVERRIDE];
    if (override) return this.#open(override, likeliest) ?? this.#failed(likeliest);
    for (const build of builds) {
      const loaded = this.#installed(build) ?? this.#bundled(build) ?? this.#unpacked(build);
      if (loaded) return loaded;
    }
    return this.#failed(likeliest);
  }

  #installed(build: Build): LoadResult | undefined {
    const found = findInstalled(this.#surroundings, build);
    if (found === undefined) {
      this.#attempts.push({ place: packageOf(build), outcome: "is not installed" });
      return undefined;
    }
    const problem = checkInstalled(this.#surroundings, found, VERSION);
    if (problem === undefined) return this.#open(found.path, build);
    this.#note(packageOf(build), problem);
    return undefined;
  }

  // Where nothing was bundled, requiring the package again would load the very file that was just refused.
  #bundled(build: Build): LoadResult | undefined {
    if (this.#isInstalled()) return undefined;
    const { addon, files, outcome } = findBundled(this.#surroundings, build);
    if (addon) return { addon, from: "the bundle" };
    this.#attempts.push({ place: `${packageOf(build)} in the bundle`, outcome });
    return this.#firstOf(files, build);
  }

  /** The addon of a source tree stands beside `dist/`. */
  #unpacked(build: Build): LoadResult | undefined {
    const { path } = this.#surroundings;
    if (!this.#isInstalled()) return undefined;
    return this.#firstOf([path.join(__dirname, "..", `auriko.${build}.node`)], build);
  }

  #firstOf(files: readonly string[], build: Build): LoadResult | undefined {
    for (const file of new Set(files)) {
      if (!this.#surroundings.fs.existsSync(file)) {
        this.#attempts.push({ place: file, outcome: "is not there" });
        continue;
      }
      const loaded = this.#open(file, build);
      if (loaded) return loaded;
    }
    return undefined;
  }

  #open(file: string, build: Build): LoadResult | undefined {
    const opened = openAddon(this.#surroundings, file, build);
    if ("addon" in opened) return { addon: opened.addon, from: file };
    this.#note(file, opened);
    return undefined;
  }

  #note(place: string, problem: AddonProblem): void {
    this.#problem ??= problem;
    this.#attempts.push({ place, outcome: problem.detail ?? problem.kind });
  }

  /** Whether this code runs from the package's own file. `bun build` writes the name of that into its bundle. */
  #isInstalled(): boolean {
    return (
      this.#surroundings.bundled !== true &&
      typeof __filename === "string" &&
      /[\\/]dist[\\/]native\.cjs$/.test(__filename) &&
      this.#surroundings.fs.existsSync(__filename)
    );
  }

  #failed(build: Build): LoadResult {
    return { failure: this.#failure(build, this.#problem ?? this.#absence()) };
  }

  #absence(): AddonProblem {
    if (!this.#isInstalled()) return { kind: "missing_from_bundle" };
    return { kind: this.#othersInstalled().length > 0 ? "other_platform_installed" : "missing" };
  }

  #othersInstalled(): Build[] {
    return BUILDS.filter((build) => findInstalled(this.#surroundings, build) !== undefined);
  }

  #failure(build: string, problem: AddonProblem): LoadFailure {
    return { build, ...problem, installed: this.#othersInstalled(), attempts: this.#attempts };
  }
}
