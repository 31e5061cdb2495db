import { glibcVersion } from "./glibc-version";
import { messageOf } from "./inspect-addon";
import type { AddonProblem } from "./load-failure";
import type { Surroundings } from "./surroundings";

/** What the system's words for "I can't load this library" mean. */
export function classify(error: unknown, surroundings: Surroundings): AddonProblem {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error ? Reflect.get(error, "code") : undefined;
  const name = error instanceof Error ? error.name : "";

  if (code === "ERR_DLOPEN_DISABLED") {
    return { kind: hasPermissionModel() ? "permission_model" : "addons_disabled" };
  }
  if (code === "ERR_ACCESS_DENIED") return { kind: "permission_model", detail: messageOf(error) };
  if (/--allow-ffi|ffi access/i.test(text) || (name === "NotCapable" && Reflect.has(globalThis, "Deno"))) {
    return { kind: "deno_permission", detail: messageOf(error) };
  }
  const needed = newest([...text.matchAll(/GLIBC_(\d+)\.(\d+)/g)]);
  if (needed !== undefined) {
    const here = glibcVersion(surroundings);
    return { kind: "glibc_too_old", detail: here ? `${needed}, and ${here} is here` : needed };
  }
  if (/ld-linux|libc\.musl|ld-musl|libc\.so\.6|Error relocating|__\w+_chk: symbol not found/.test(text)) {
    return { kind: "wrong_libc", detail: messageOf(error) };
  }
  if (/file too short|invalid ELF header|file truncated|cannot read file data/i.test(text)) {
    return { kind: "damaged", detail: messageOf(error) };
  }
  if (/failed to map segment|cannot make segment writable|Operation not permitted/i.test(text)) {
    return { kind: "not_executable", detail: messageOf(error) };
  }
  if (/incompatible architecture|not a valid Win32 application|wrong ELF class/i.test(text)) {
    return { kind: "foreign", detail: messageOf(error) };
  }
  if (code === "EACCES" || code === "EPERM" || /permission denied/i.test(text)) {
    return { kind: "unreadable", detail: messageOf(error) };
  }
  return { kind: "other", detail: messageOf(error) };
}

/** Whether Node was started with its permission model. */
const hasPermissionModel = (): boolean => Reflect.get(process, "permission") !== undefined;

function newest(versions: RegExpMatchArray[]): string | undefined {
  return versions
    .map(([, major, minor]) => [Number(major), Number(minor)] as const)
    .sort(([a, b], [c, d]) => c - a || d - b)[0]
    ?.join(".");
}
