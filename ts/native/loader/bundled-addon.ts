import type { Build } from "./builds";
import { messageOf } from "./inspect-addon";
import { isAddon } from "./open-addon";
import { type Outcome, requirePackaged } from "./packaged-addons";
import type { Surroundings } from "./surroundings";

/** What a bundle holds of the addon: the addon itself, or the files where it may be. */
export interface BundledAddon {
  readonly addon?: object;
  readonly files: readonly string[];
  /** What came of requiring the package. */
  readonly outcome: string;
}

/** Follows the traces that bundlers leave in place of the platform package. */
export function findBundled(surroundings: Surroundings, build: Build): BundledAddon {
  const required = requirePackaged(build);
  const value = defaultOf(required.value);
  if (isAddon(value)) return { addon: value, files: [], outcome: "loaded" };
  return {
    files: [...filesOf(surroundings, addressesIn(value, required)), ...beside(surroundings, build)],
    outcome: required.error === undefined ? "gave no addon" : messageOf(required.error),
  };
}

function defaultOf(value: unknown): unknown {
  if (isAddon(value) || typeof value !== "object" || value === null) return value;
  return Reflect.get(value, "default") ?? value;
}

/** Addresses as bundlers give them: a string, a URL or something like it, or a name in an error. */
function addressesIn(value: unknown, { error }: Outcome): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "object" && value !== null && "href" in value) return [String(value.href)];
  // esbuild's ES modules can't require the file that it has copied, and name it.
  const named = /"(\.{0,2}\/[^"]+\.node)"/.exec(error === undefined ? "" : messageOf(error))?.[1];
  return named === undefined ? [] : [named];
}

function filesOf({ folder, path }: Surroundings, addresses: readonly string[]): string[] {
  return addresses.flatMap((address) => {
    if (address.startsWith("file:")) return [fileOf(address)];
    const plain = decodeURI(address.replace(/^[a-z]+:\/\/[^/]*/, ""));
    const own = path.isAbsolute(plain) ? [plain] : [];
    return [...own, path.join(folder, plain), ...nextFiles(folder, plain, path)];
  });
}

// Next.js gives the address under which a browser would ask for it, and keeps the file with the server's chunks.
function nextFiles(folder: string, address: string, path: Surroundings["path"]): string[] {
  const rest = /\/_next\/(.*)$/.exec(address)?.[1];
  if (rest === undefined) return [];
  return parentsOf(folder, path).map((parent) => path.join(parent, "chunks", rest));
}

/** Where somebody who bundles for a server puts the file by hand; the last is for single executables. */
function beside({ folder, path }: Surroundings, build: Build): string[] {
  const name = `auriko.${build}.node`;
  return [
    path.join(folder, name),
    path.join(path.dirname(folder), name),
    path.join(path.dirname(process.execPath), name),
  ];
}

const fileOf = (address: string): string => {
  const { pathname } = new URL(address);
  const decoded = decodeURIComponent(pathname);
  return process.platform === "win32" ? decoded.replace(/^\//, "") : decoded;
};

function parentsOf(folder: string, path: Surroundings["path"]): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...parentsOf(parent, path)];
}
