// npm run demo: installs, builds, and shows a routed, streamed answer. Arguments go to the demo; see examples/demo.mjs.
import { spawn } from "node:child_process";
import { build } from "./steps/build.mjs";
import { fail } from "./steps/progress.mjs";
import { at } from "./steps/root.mjs";

try {
  await build();
  process.stdout.write("\n");
  const demo = spawn(process.execPath, [at("examples/demo.mjs"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  demo.on("close", (status) => {
    process.exitCode = status ?? 1;
  });
} catch (error) {
  fail(error);
}
