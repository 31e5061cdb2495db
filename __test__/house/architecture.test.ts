import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clientFloors, typescriptFloors } from "./floors";
import { read, root } from "./repository";

const page = read("docs/architecture.md");

describe("the page about the architecture", () => {
  test("names only files and folders that are there", () => {
    const named = [...page.matchAll(/`((?:ts|gateway|src|crates|scripts|__test__|packages)\/[\w./-]*)`/g)];
    const missing = named.map(([, path = ""]) => path).filter((path) => !existsSync(join(root, path)));
    expect(named.length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });

  test("shows every floor of ts/ and of the Rust client that is a folder", () => {
    const folders = [
      ...typescriptFloors.filter((floor) => !floor.includes("/") && existsSync(join(root, "ts", floor))),
      ...clientFloors.filter((floor) => existsSync(join(root, "crates/auriko/src", floor))),
    ];
    const drawn = page.slice(page.indexOf("```text"), page.indexOf("```", page.indexOf("```text") + 3));
    expect(folders.filter((floor) => !new RegExp(`(?<![\\w-])${floor}(?![\\w-])`).test(drawn))).toEqual([]);
  });

  test("answers where one changes a rule, a limit, a type, a wording, an endpoint, a fault, the cap and the wake-up", () => {
    const table = page.slice(page.indexOf("## Where do I change"), page.indexOf("## The floors"));
    for (const word of ["retry rule", "limit", "type", "wording", "endpoint", "fault", "cap", "wake-up"]) {
      const row = table
        .split("\n")
        .find((line) => line.startsWith("|") && line.split("|")[1]?.includes(word));
      expect(row, word).toMatch(/`[\w./-]+\//);
    }
  });
});
