// Builds and tests the Rust half with the oldest compiler that Cargo.toml promises.
import { readFileSync } from "node:fs";
import { fail, step } from "../steps/progress.mjs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";

try {
  const version = readFileSync(at("Cargo.toml"), "utf8").match(/^rust-version = "([\d.]+)"/m)[1];
  const env = { RUSTUP_TOOLCHAIN: version };
  await step(`Toolchain ${version}`, () =>
    run("rustup", ["toolchain", "install", version, "--profile=minimal", "--no-self-update"]),
  );
  await step("Rust tests", () => run("cargo", ["test", "--workspace", "--locked", "--quiet"], { env }));
} catch (error) {
  fail(error);
}
