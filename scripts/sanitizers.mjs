// npm run test:sanitizers [-- address thread valgrind]: runs Rust tests and the addon, inside Node, under what watches memory and
// threads. For x64 Linux; takes half an hour, most of it compiling.
import { underAddressSanitizer } from "./sanitizers/address.mjs";
import { underThreadSanitizer } from "./sanitizers/thread.mjs";
import { underValgrind } from "./sanitizers/valgrind.mjs";
import { build } from "./steps/build.mjs";
import { fail } from "./steps/progress.mjs";
import { runStages } from "./steps/stages.mjs";

const check = (title, work) => ({ title, run: () => work().then(() => ({ passed: 1, failed: 0 })) });

const sanitizers = {
  address: check("Under AddressSanitizer and LeakSanitizer", underAddressSanitizer),
  thread: check("Under ThreadSanitizer", underThreadSanitizer),
  valgrind: check("Under Valgrind", underValgrind),
};

try {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(sanitizers);
  const unknown = names.find((name) => !Object.hasOwn(sanitizers, name));
  if (unknown) throw new Error(`There is no ${unknown}: ${Object.keys(sanitizers).join(", ")}`);
  const stages = [check("Build", build), ...names.map((name) => sanitizers[name])];
  process.exitCode = (await runStages(stages)) ? 0 : 1;
} catch (error) {
  fail(error);
}
