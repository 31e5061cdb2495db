import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached, once } from "../steps/cache.mjs";
import { run } from "../steps/run.mjs";
import { Missing } from "./missing.mjs";

/** Debian 12 has what builds and runs the other platforms; only musl must be as new as Debian 13's. */
export const oldStable = "bookworm";
export const stable = "trixie";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Unpacks Debian packages into a folder of the cache, by an apt configuration of its own: nothing is installed on this
 * machine. `closure` brings what they depend on, too, except the packages that match `without`.
 */
export function debianFolder(
  name,
  { suite = oldStable, architecture = "amd64", packages, closure = false, without },
) {
  const settings = { suite, architecture, packages, closure, without: without?.source };
  return once(name, settings, async (folder) => {
    const apt = await privateApt(suite);
    const wanted = packages.map((each) => (each.includes(":") ? each : `${each}:${architecture}`));
    const archives = cached("debian", suite, "archives", name.replaceAll("/", "-"));
    mkdirSync(join(archives, "partial"), { recursive: true });
    if (closure) {
      const options = [
        "-o",
        `Dir::Cache::archives=${archives}`,
        "--no-install-recommends",
        "--download-only",
        "--yes",
      ];
      await apt("apt-get", ["install", ...options, ...wanted]);
    } else {
      await apt("apt-get", ["download", ...wanted], { cwd: archives });
    }
    for (const file of readdirSync(archives).filter((each) => each.endsWith(".deb"))) {
      if (without?.test(file)) continue;
      await run("dpkg-deb", ["-x", join(archives, file), folder], { quiet: true });
    }
  });
}

const ready = new Map();

/** Runs apt's commands with the lists of one suite, for both architectures. */
function privateApt(suite) {
  if (!ready.has(suite)) ready.set(suite, prepare(suite));
  return ready.get(suite);
}

async function prepare(suite) {
  const folder = cached("debian", suite);
  for (const each of ["state/lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, each), { recursive: true });
  writeFileSync(join(folder, "status"), "");
  writeFileSync(join(folder, "sources.list"), (await sourcesOf(suite)).join(""));
  const options = [
    `Dir::State=${join(folder, "state")}`,
    `Dir::State::status=${join(folder, "status")}`,
    `Dir::Cache=${join(folder, "cache")}`,
    `Dir::Etc::sourcelist=${join(folder, "sources.list")}`,
    "Dir::Etc::sourceparts=-",
    "APT::Architecture=amd64",
    "APT::Architectures::=amd64",
    "APT::Architectures::=arm64",
    `APT::Sandbox::User=${process.env.USER ?? "root"}`,
  ].flatMap((option) => ["-o", option]);
  const apt = (command, args, more = {}) =>
    run(command, [...options, "-qq", ...args], { quiet: true, ...more });
  await apt("apt-get", ["update"]);
  return apt;
}

/** The suite in the mirrors that this machine's apt is set up with, whichever those are. */
async function sourcesOf(suite) {
  const format = "$(REPO_URI) $(LABEL)";
  const targets = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"], {
    quiet: true,
  }).catch(() => {
    throw new Missing(
      "apt-get",
      "toolchains for other platforms come from Debian's archive, which needs a Debian machine",
    );
  });
  const mirror = (label) =>
    targets
      .split("\n")
      .find((line) => line.endsWith(` ${label}`))
      ?.split(" ")[0];
  const main = mirror("Debian");
  if (!main) throw new Missing("Debian's archive", "this machine's apt has no source of Debian's packages");
  const line = (uri, name) => `deb [signed-by=${keyring}] ${uri} ${name} main\n`;
  const security = mirror("Debian-Security");
  return [
    line(main, suite),
    line(main, `${suite}-updates`),
    ...(security ? [line(security, `${suite}-security`)] : []),
  ];
}
