import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { once } from "../steps/cache.mjs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";
import { debianFolder } from "./debian.mjs";
import { compileRuntimeObject, rustEnvironment, rustFolder } from "./rust.mjs";

/** What stands in for `x86_64-pc-windows-msvc`, which no package registry has the libraries of. */
export const standIn = "x86_64-pc-windows-gnu";

/** Libraries of this machine, which the compiler's programs run with. */
const systemLibraries = /^(libc6|libgcc-s1|libstdc|gcc-12-base|libcrypt1|zlib1g)/;

export const mingwFolder = () =>
  debianFolder("mingw", {
    packages: ["gcc-mingw-w64-x86-64-posix"],
    closure: true,
    without: systemLibraries,
  });

/** The environment in which cargo compiles the stand-in. */
export async function mingwEnvironment() {
  await addStartupObjects();
  return {
    ...(await rustEnvironment(standIn)),
    PATH: await compilerPath(),
    LIBNODE_PATH: await emptyLibNode(),
    CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER: "x86_64-w64-mingw32-gcc",
    RUSTFLAGS: "-Clink-self-contained=no",
  };
}

/** Wine 8 lacks a library that Rust's standard library asks for random numbers. */
export async function randomNumbersLibrary() {
  const env = { PATH: await compilerPath() };
  const folder = await once("bcryptprimitives", {}, (into) => {
    const source = at("scripts/platforms/bcryptprimitives.c");
    const output = join(into, "bcryptprimitives.dll");
    return run("x86_64-w64-mingw32-gcc", ["-shared", "-O1", source, "-o", output, "-ladvapi32"], { env });
  });
  return join(folder, "bcryptprimitives.dll");
}

/** A PATH that has the compiler under the name by which it is looked for, and the libraries that it was linked with. */
async function compilerPath() {
  const usr = join(await mingwFolder(), "usr");
  const folder = await once("mingw-compiler", { usr }, (into) => {
    const compiler = join(into, "x86_64-w64-mingw32-gcc");
    const libraries = join(usr, "lib/x86_64-linux-gnu");
    const command = `exec env LD_LIBRARY_PATH='${libraries}' '${usr}/bin/x86_64-w64-mingw32-gcc-posix' "$@"`;
    writeFileSync(compiler, `#!/bin/sh\n${command}\n`);
    chmodSync(compiler, 0o755);
  });
  return [folder, join(usr, "bin"), process.env.PATH].join(delimiter);
}

/** The linker asks for these two beside the compiled standard library, which there is none of. */
async function addStartupObjects() {
  const library = join(await rustFolder(), "usr/lib/rustlib", standIn, "lib");
  await once("mingw-startup", { library }, async (folder) => {
    mkdirSync(library, { recursive: true });
    for (const name of ["rsbegin", "rsend"]) {
      const object = join(folder, `${name}.o`);
      await compileRuntimeObject(standIn, `${name}.rs`, object);
      copyFileSync(object, join(library, `${name}.o`));
    }
  });
}

/** napi-build wants to find Node's library; the addon looks its symbols up when it is loaded. */
function emptyLibNode() {
  return once("libnode", {}, (folder) => {
    writeFileSync(join(folder, "libnode.dll"), "");
    writeFileSync(join(folder, "libnode.a"), "!<arch>\n");
  });
}
