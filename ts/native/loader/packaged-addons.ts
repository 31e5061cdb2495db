import type { Build } from "./builds";

// Written out one by one: a bundler follows only a literal, and forgives a missing package only inside a `try`.
const requires: Record<Build, () => Outcome> = {
  "darwin-arm64": () => {
    try {
      return { value: require("@auriko/sdk-darwin-arm64") };
    } catch (error) {
      return { error };
    }
  },
  "darwin-x64": () => {
    try {
      return { value: require("@auriko/sdk-darwin-x64") };
    } catch (error) {
      return { error };
    }
  },
  "linux-arm64-gnu": () => {
    try {
      return { value: require("@auriko/sdk-linux-arm64-gnu") };
    } catch (error) {
      return { error };
    }
  },
  "linux-arm64-musl": () => {
    try {
      return { value: require("@auriko/sdk-linux-arm64-musl") };
    } catch (error) {
      return { error };
    }
  },
  "linux-x64-gnu": () => {
    try {
      return { value: require("@auriko/sdk-linux-x64-gnu") };
    } catch (error) {
      return { error };
    }
  },
  "linux-x64-musl": () => {
    try {
      return { value: require("@auriko/sdk-linux-x64-musl") };
    } catch (error) {
      return { error };
    }
  },
  "win32-arm64-msvc": () => {
    try {
      return { value: require("@auriko/sdk-win32-arm64-msvc") };
    } catch (error) {
      return { error };
    }
  },
  "win32-x64-msvc": () => {
    try {
      return { value: require("@auriko/sdk-win32-x64-msvc") };
    } catch (error) {
      return { error };
    }
  },
};

/** What a bundler made of the requirement: the addon, the address of its file in some form, or an error. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Requires the package of a build in the way that bundlers can follow. */
export const requirePackaged = (build: Build): Outcome => requires[build]();
