import { APIConnectionError } from "../errors";
import { VERSION } from "../version";
import type { LoadFailure } from "./loader/load-failure";
import { reinstall } from "./package-manager";

/**
 * The one error for an addon that can't be loaded. Its first sentence says what is wrong here, the second what to do;
 * what was tried comes after.
 */
export function loadError(failure: LoadFailure): APIConnectionError {
  const [wrong, fix] = sentences(failure);
  const tried = failure.attempts.map(({ place, outcome }) => `\n  - ${place}: ${outcome}`).join("");
  const machine = `${failure.build}, ${runtime()}, @auriko/sdk ${VERSION}`;
  return new APIConnectionError(
    `${wrong} ${fix} \`npx @auriko/sdk doctor\` tells more.${tried === "" ? "" : `\nTried on ${machine}:${tried}`}`,
    { code: "native_load_failed", cause: failure.cause, retryable: false },
  );
}

/** What is wrong, and the fix. */
export function sentences(failure: LoadFailure): readonly [wrong: string, fix: string] {
  return SENTENCES[failure.kind](failure);
}

const INSTEAD = 'Use the `openai` package with baseURL "https://api.auriko.ai/v1" there.';
const packageOf = ({ build }: LoadFailure) => `@auriko/sdk-${build}`;
const fileOf = ({ path, build }: LoadFailure) => path ?? `auriko.${build}.node`;
const because = ({ detail }: LoadFailure) => (detail === undefined ? "" : ` (${detail})`);

const SENTENCES: Record<LoadFailure["kind"], (failure: LoadFailure) => readonly [string, string]> = {
  unsupported_platform: ({ build }) => [
    `@auriko/sdk has no build for ${build}.`,
    `It runs on Linux (glibc or musl), macOS and Windows, each on x64 and arm64. ${INSTEAD}`,
  ],
  missing: (failure) => [
    `The package ${packageOf(failure)}, which holds the native part of @auriko/sdk for this machine, is not installed.`,
    `It is an optional dependency: ${reinstall("without leaving out optional dependencies")}.`,
  ],
  other_platform_installed: (failure) => [
    `@auriko/sdk was installed for another machine: ${packageOf(failure)} is missing, and ${list(failure)} is there.`,
    `Install on the system that runs the program, or from a lock file that knows it: ${reinstall("here")}.`,
  ],
  missing_from_bundle: (failure) => [
    `The native part of @auriko/sdk is missing from this bundle.`,
    `Copy \`auriko.${failure.build}.node\` from \`${packageOf(failure)}\` beside it, or keep \`@auriko/sdk\` external.`,
  ],
  version_mismatch: (failure) => [
    `${packageOf(failure)} has version ${failure.detail}, and @auriko/sdk has version ${VERSION}.`,
    `Both must be the same: ${reinstall("so that they are")}.`,
  ],
  damaged: (failure) => [
    `The native part of @auriko/sdk is damaged: ${fileOf(failure)}${because(failure)}.`,
    `It was cut or changed after it was published: ${reinstall("to get it whole")}.`,
  ],
  foreign: (failure) => [
    `The native part of @auriko/sdk was built for another system than ${failure.build}: ${fileOf(failure)}${because(failure)}.`,
    `Install on the system that runs the program: ${reinstall("here")}.`,
  ],
  glibc_too_old: (failure) => [
    `The C library of this system is too old for ${fileOf(failure)}: it needs glibc ${failure.detail}.`,
    "Run on a newer system (the published builds need glibc 2.17), or in an Alpine image, whose C library is musl.",
  ],
  wrong_libc: (failure) => [
    `The native part of @auriko/sdk was built for another C library than this system has${because(failure)}.`,
    `Install on the system that runs the program, not on glibc for musl or the other way round: ${reinstall("here")}.`,
  ],
  not_executable: (failure) => [
    `This system refuses to run code from ${fileOf(failure)}${because(failure)}.`,
    "Put node_modules on a file system that is not mounted `noexec`, or allow it in the security policy of this machine.",
  ],
  addons_disabled: () => [
    "Node was started with `--no-addons`, and the core of @auriko/sdk is a native addon.",
    "Leave that flag out, also in NODE_OPTIONS.",
  ],
  permission_model: (failure) => [
    `Node's permission model keeps @auriko/sdk from loading its native addon${because(failure)}.`,
    "Start Node with `--allow-addons`, and with `--allow-fs-read` for node_modules.",
  ],
  deno_permission: () => [
    "Deno has not allowed @auriko/sdk to load its native addon.",
    "Run with `--allow-ffi`, or with `--allow-ffi=` and the path of the addon.",
  ],
  unreadable: (failure) => [
    `The native part of @auriko/sdk can't be read: ${fileOf(failure)}${because(failure)}.`,
    "Let the user that runs the program read that file.",
  ],
  other: (failure) => [
    `The native part of @auriko/sdk could not be loaded: ${fileOf(failure)}${because(failure)}.`,
    `If it persists, ${reinstall("anew")}.`,
  ],
};

const list = ({ installed = [] }: LoadFailure) =>
  installed.map((build) => `@auriko/sdk-${build}`).join(" and ");

function runtime(): string {
  const { bun, deno, node } = process.versions;
  return bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;
}
