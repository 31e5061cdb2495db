import { release } from "node:os";
import { buildsForThisMachine } from "../../native/loader/builds";
import { glibcVersion } from "../../native/loader/glibc-version";
import { surroundingsOf } from "../../native/loader/surroundings";
import { managerOf } from "../../native/package-manager";
import { whereabouts } from "../../require-addon";
import { VERSION } from "../../version";
import { type Finding, ok } from "./check";

/** What this machine is, as far as it matters. */
export function checkMachine(): Finding {
  const surroundings = surroundingsOf(whereabouts());
  const [build = "no build"] = buildsForThisMachine(surroundings);
  const glibc = build.endsWith("-gnu") ? glibcVersion(surroundings) : undefined;
  const { bun, deno, node } = process.versions;
  const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;
  const system = `${process.platform}-${process.arch} (${release()})`;
  const installer = managerOf(surroundings.folder).install.split(" ", 1)[0];
  const facts = [
    `@auriko/sdk ${VERSION}`,
    runtime,
    system,
    build,
    glibc && `glibc ${glibc}`,
    `by ${installer}`,
  ];
  return ok("machine", facts.filter(Boolean).join(", "));
}
