import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";

/** What the compiler says of itself. */
export const rustc = async (...args) =>
  (await run(process.env.RUSTC ?? "rustc", args, { quiet: true })).trim();

/**
 * Compiles the workspace's tests and the addon under a sanitizer, in a folder of their own. Resolves with the test programs, each
 * with the folder that it runs in, and the addon's path. The flags are not stable yet; the pinned compiler takes them all the
 * same where it is told to. With `library`, the standard library is compiled like the rest.
 */
export async function compileWith(sanitizer, { library = false } = {}) {
  const host = (await rustc("-vV")).match(/^host: (.+)$/m)[1];
  const folder = at("target/sanitizers", sanitizer);
  const flags = [`-Zsanitizer=${sanitizer}`, "-Cdebuginfo=1", "-Copt-level=1", "-Cforce-frame-pointers=yes"];
  const env = { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: flags.join(" ") };
  const common = ["--locked", "--target", host, "--target-dir", folder];
  if (library) {
    await requireLibrarySource();
    common.push("-Zbuild-std");
  }
  const printed = await run(
    "cargo",
    [
      ...["test", "--no-run", "--workspace", "--all-features", "--lib", "--tests", ...common],
      ...["--message-format", "json-render-diagnostics"],
    ],
    { quiet: true, env },
  );
  await run("cargo", ["build", "--package", "auriko-node", "--features", "testing", ...common], {
    quiet: true,
    env,
  });
  const addon = join(folder, "auriko.node");
  copyFileSync(join(folder, host, "debug/libauriko_node.so"), addon);
  return { programs: testProgramsIn(printed), addon };
}

async function requireLibrarySource() {
  const lock = join(await rustc("--print", "sysroot"), "lib/rustlib/src/rust/library/Cargo.lock");
  if (existsSync(lock)) return;
  throw new Error(
    "The source of the standard library is missing: `rustup component add rust-src`, or name a compiler that has it in RUSTC.",
  );
}

function testProgramsIn(printed) {
  const messages = printed
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return messages.flatMap(({ executable, profile, manifest_path }) =>
    executable && profile?.test ? [{ path: executable, cwd: join(manifest_path, "..") }] : [],
  );
}
