import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadError, sentences } from "../../ts/native/load-error";
import type { LoadFailure, LoadFailureKind } from "../../ts/native/loader/load-failure";
import { read, root } from "../house/repository";
import { holds, troubleshootingTexts } from "./troubleshooting-texts";

const texts = troubleshootingTexts();

// Typed by the kinds, so that a new one does not compile until it is here, and does not pass until it is on the page.
const kinds: Record<Exclude<LoadFailureKind, "other">, Partial<LoadFailure>> = {
  unsupported_platform: { build: "freebsd-x64" },
  missing: {},
  missing_from_bundle: {},
  other_platform_installed: { installed: ["linux-arm64-gnu"] },
  version_mismatch: { detail: "0.9.0" },
  damaged: { detail: "it has 1 bytes of 2" },
  foreign: { detail: "win32-x64" },
  glibc_too_old: { detail: "2.17, and 2.12 is here" },
  wrong_libc: {},
  not_executable: {},
  addons_disabled: {},
  permission_model: {},
  deno_permission: {},
  unreadable: {},
};

describe("the page on troubleshooting", () => {
  test.each(Object.entries(kinds))("has the error of an addon that is %s, by its text", (kind, facts) => {
    const failure = { build: "linux-x64-gnu", attempts: [], ...facts, kind: kind as LoadFailureKind };
    const { message } = loadError(failure);
    const found = texts.filter((parts) => holds(message, parts));
    expect(found, message).toHaveLength(1);
    const [wrong, fix] = sentences(failure);
    expect(message.startsWith(`${wrong} ${fix}`)).toBe(true);
  });
});

test("llms.txt lists every guide", () => {
  const guides = readdirSync(join(root, "docs")).filter(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
  const listed = read("llms.txt");
  expect(guides.filter((name) => !listed.includes(`](docs/${name})`))).toEqual([]);
});
