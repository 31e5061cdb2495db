import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { once } from "../steps/cache.mjs";
import { run } from "../steps/run.mjs";
import { rustEnvironment } from "./rust.mjs";

/** A C compiler and archiver whose outputs are empty: enough where nothing is linked. */
const script = `#!/bin/sh
output=; previous=
for each in "$@"; do
  case "$previous" in -o) output=$each ;; esac
  case "$each" in
    -Fo*) output=\${each#-Fo} ;;
    -out:* | /OUT:* | -OUT:*) output=\${each#*:} ;;
    *.a | *.lib) [ -n "$output" ] || output=$each ;;
  esac
  previous=$each
done
[ -z "$output" ] || : > "$output"
`;

/** Type-checks the native core for a system whose libraries no package registry has. */
export async function checkTarget(target) {
  const compiler = await emptyCompiler();
  const name = target.replaceAll("-", "_");
  const env = {
    ...(await rustEnvironment(target)),
    PATH: `${compiler}${delimiter}${process.env.PATH}`,
    [`CC_${name}`]: join(compiler, "clang"),
    [`AR_${name}`]: join(compiler, "ar-of-nothing"),
  };
  await run("cargo", ["check", "--locked", "--lib", "--target", target], { env });
}

function emptyCompiler() {
  return once("empty-compiler", { script }, (folder) => {
    const path = join(folder, "clang");
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    symlinkSync("clang", join(folder, "ar-of-nothing"));
  });
}
