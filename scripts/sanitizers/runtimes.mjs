import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { debianFolder } from "../platforms/debian.mjs";
import { once } from "../steps/cache.mjs";
import { installOnCi } from "../steps/provide-program.mjs";
import { run } from "../steps/run.mjs";
import { rustc } from "./compile.mjs";

/**
 * The runtime of AddressSanitizer as a library that Node can be started with. The compiler brings it as an archive, for programs
 * that are linked with it.
 */
export async function addressRuntime() {
  const libraries = await rustc("--print", "target-libdir");
  const archive = join(libraries, "librustc-stable_rt.asan.a");
  const version = await rustc("-vV");
  // Another name than that of the common library, which this one looks for and refuses to share a process with.
  const name = "address-runtime.so";
  const folder = await once("sanitizers/address", { version, archive }, async (cwd) => {
    await run("ar", ["x", archive], { cwd, quiet: true });
    // What has to run before all else in a program can't do so in a library.
    const objects = readdirSync(cwd).filter((file) => file.endsWith(".o") && !file.includes("preinit"));
    const system = ["-lpthread", "-ldl", "-lm", "-lrt", "-lstdc++"];
    await run("cc", ["-shared", "-o", name, ...objects, ...system], { cwd, quiet: true });
  });
  return join(folder, name);
}

/** The same of ThreadSanitizer. The compiler's can't be made a library of; LLVM's is one. */
export async function threadRuntime() {
  const name = "libclang_rt.tsan-x86_64.so";
  const under = (root) => {
    const versions = existsSync(join(root, "usr/lib"))
      ? readdirSync(join(root, "usr/lib")).filter((each) => each.startsWith("llvm-"))
      : [];
    const numbers = versions.map((each) => Number(each.slice("llvm-".length))).sort((a, b) => b - a);
    const paths = numbers.map((each) => join(root, `usr/lib/llvm-${each}/lib/clang/${each}/lib/linux`, name));
    return paths.find((path) => existsSync(path));
  };
  const installed = under("/") ?? (installOnCi("libclang-rt-18-dev") ? under("/") : undefined);
  if (installed) return installed;
  return under(await debianFolder("sanitizers/thread", { packages: ["libclang-rt-22-dev"] }));
}
