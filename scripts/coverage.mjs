// npm run coverage: how many lines of the Rust client its own Rust tests run. The tools that read the counters have to be
// of the compiler's LLVM: from `rustup component add llvm-tools`, or from the folder that LLVM_TOOLS names.
import { clientCoverage } from "./steps/coverage.mjs";
import { fail } from "./steps/progress.mjs";

try {
  process.stdout.write(await clientCoverage());
} catch (error) {
  fail(error);
}
