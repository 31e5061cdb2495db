import { join } from "node:path";
import { debianFolder } from "./debian.mjs";

/** An emulator of arm64 processors for single programs. */
export const qemu = async () =>
  join(await debianFolder("qemu", { packages: ["qemu-user-static"] }), "usr/bin/qemu-aarch64-static");

/** A folder with the libraries that Node asks for on arm64. */
export const arm64Libraries = () =>
  debianFolder("arm64", {
    architecture: "arm64",
    packages: ["libc6", "libstdc++6", "libgcc-s1", "libatomic1"],
  });
