import { copyFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { once } from "../steps/cache.mjs";
import { run } from "../steps/run.mjs";
import { debianFolder } from "./debian.mjs";
import { mingwFolder, randomNumbersLibrary } from "./mingw.mjs";

/** This machine's own libraries serve: a second C library in one process would end it. */
const systemPackages =
  /^(libc6|libc-bin|libgcc-s1|libstdc|gcc-12-base|libcrypt1|debconf|perl-base|dpkg|tar_|adduser|passwd)/;

async function wineFolder() {
  const packages = ["wine64", "libwine"];
  const folder = await debianFolder("wine", { packages, closure: true, without: systemPackages });
  // The launcher in its place would look below /usr/lib.
  const server = join(folder, "usr/lib/wine/wineserver");
  rmSync(server, { force: true });
  symlinkSync("wineserver64", server);
  return folder;
}

export const wineProgram = async () => join(await wineFolder(), "usr/lib/wine/wine64");

/** The environment in which wine starts Node, with a Windows 10 of its own in the cache. */
export async function wineEnvironment() {
  const wine = join(await wineFolder(), "usr");
  const env = await settings(wine);
  const prefix = await once("wine-prefix", { wine }, async (folder) => {
    const quiet = { env: { ...env, WINEPREFIX: folder }, quiet: true };
    const program = await wineProgram();
    await run(program, ["wineboot", "--init"], quiet);
    await run(program, ["winecfg", "-v", "win10"], quiet);
    await run(join(wine, "lib/wine/wineserver64"), ["--wait"], quiet);
    copyFileSync(await randomNumbersLibrary(), join(folder, "drive_c/windows/system32/bcryptprimitives.dll"));
  });
  return { ...env, WINEPREFIX: prefix };
}

async function settings(wine) {
  const mingw = join(await mingwFolder(), "usr");
  const libraries = join(wine, "lib/x86_64-linux-gnu");
  const programs = [
    join(wine, "x86_64-w64-mingw32/lib"),
    join(mingw, "x86_64-w64-mingw32/lib"),
    join(mingw, "lib/gcc/x86_64-w64-mingw32/12-posix"),
  ];
  return {
    WINEPATH: programs.map(windowsPath).join(";"),
    WINEDEBUG: "-all",
    WINEDLLOVERRIDES: "mscoree,mshtml=",
    WINESERVER: join(wine, "lib/wine/wineserver64"),
    LD_LIBRARY_PATH: `${libraries}:${join(libraries, "pulseaudio")}`,
    DISPLAY: "",
  };
}

const windowsPath = (path) => `Z:${path.replaceAll("/", "\\")}`;
