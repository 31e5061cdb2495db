/** What kept the addon from being loaded; the first cause that is known. */
export type LoadFailureKind =
  | "unsupported_platform"
  | "missing"
  | "missing_from_bundle"
  | "other_platform_installed"
  | "version_mismatch"
  | "damaged"
  | "foreign"
  | "glibc_too_old"
  | "wrong_libc"
  | "not_executable"
  | "addons_disabled"
  | "permission_model"
  | "deno_permission"
  | "unreadable"
  | "other";

/** One place that was tried. */
export interface LoadAttempt {
  /** A package or a file. */
  readonly place: string;
  /** What came of it, in one line. */
  readonly outcome: string;
}

/** Why there is no addon, as facts. */
export interface LoadFailure {
  readonly kind: LoadFailureKind;
  /** The build that fits this machine, or what this machine is where there is none: `linux-x64-gnu`. */
  readonly build: string;
  /** The file that is at fault, where there is one. */
  readonly path?: string;
  /** What the kind leaves open: the version found, the bytes missing, the library that is not there. */
  readonly detail?: string;
  /** Other builds that are installed. */
  readonly installed?: readonly string[];
  readonly attempts: readonly LoadAttempt[];
  readonly cause?: unknown;
}

/** The addon and where it came from, or why there is none. */
export type LoadResult =
  | { readonly addon: object; readonly from: string }
  | { readonly failure: LoadFailure };

/** A reason not to load a file. */
export interface AddonProblem {
  readonly kind: LoadFailureKind;
  readonly path?: string;
  readonly detail?: string;
  readonly cause?: unknown;
}
