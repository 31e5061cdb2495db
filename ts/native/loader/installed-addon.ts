import { type Build, packageOf } from "./builds";
import { messageOf } from "./inspect-addon";
import type { AddonProblem } from "./load-failure";
import type { Surroundings } from "./surroundings";

/** The addon of an installed platform package. */
export interface InstalledAddon {
  readonly path: string;
  readonly version: string;
  /** What its manifest says of it; absent before it is packed. */
  readonly bytes?: number;
  readonly sha256?: string;
}

interface PlatformManifest {
  readonly version: string;
  readonly main: string;
  readonly addon?: { readonly bytes: number; readonly sha256: string };
}

/** Looks for the platform package of a build; `undefined` when it is not installed. */
export function findInstalled(surroundings: Surroundings, build: Build): InstalledAddon | undefined {
  const { require, fs, path } = surroundings;
  let manifestPath: string;
  try {
    manifestPath = require.resolve(`${packageOf(build)}/package.json`);
  } catch {
    return undefined;
  }
  const manifest = JSON.parse(fs.readFileSync(manifestPath, "utf8")) as PlatformManifest;
  return {
    path: path.join(path.dirname(manifestPath), manifest.main),
    version: manifest.version,
    ...manifest.addon,
  };
}

/** The reason not to load an installed addon, by what its manifest says: another version, or another length. */
export function checkInstalled(
  { fs }: Surroundings,
  { path, version, bytes }: InstalledAddon,
  expected: string,
): AddonProblem | undefined {
  if (version !== expected) return { kind: "version_mismatch", path, detail: version };
  if (bytes === undefined) return undefined;
  try {
    const { size } = fs.statSync(path);
    return size === bytes ? undefined : { kind: "damaged", path, detail: `it has ${size} bytes of ${bytes}` };
  } catch (cause) {
    return { kind: "damaged", path, detail: messageOf(cause), cause };
  }
}
