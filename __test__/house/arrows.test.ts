import { describe, expect, test } from "vitest";
import { type Arrow, addonFloors, clientFloors, floorOf, misplaced, typescriptFloors } from "./floors";
import { importsOf } from "./imports";
import { read, trackedFiles } from "./repository";

const below = (folder: string, ending: RegExp) =>
  trackedFiles().filter((path) => path.startsWith(`${folder}/`) && ending.test(path));

describe("every arrow points downward", () => {
  test("between the folders of ts/", () => {
    const arrows = below("ts", /\.m?ts$/).flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => from.startsWith("ts/"))
        .map(({ from }): Arrow => ({ from: moduleOf(path, "ts"), to: moduleOf(from, "ts") })),
    );
    expect(arrows.length).toBeGreaterThan(100);
    expect(misplaced(typescriptFloors, arrows)).toEqual([]);
  });

  test.each([
    ["the Rust client", "crates/auriko/src", clientFloors],
    ["the addon", "src", addonFloors],
  ])("between the modules of %s", (_name, folder, floors) => {
    const arrows = below(folder, /\.rs$/).flatMap((path) =>
      modulesNamedIn(read(path)).map((to): Arrow => ({ from: moduleOf(path, folder), to })),
    );
    expect(arrows.length).toBeGreaterThan(0);
    expect(misplaced(floors, arrows)).toEqual([]);
  });
});

test("an arrow that points up is found, and so is a folder that nobody has placed", () => {
  const floors = ["ground", "ground/cellar", "roof"];
  expect(floorOf(floors, "ground/cellar/wine")).toBe("ground/cellar");
  expect(misplaced(floors, [{ from: "roof/tile", to: "ground/door" }])).toEqual([]);
  expect(misplaced(floors, [{ from: "ground/door", to: "roof/tile" }])).toEqual([
    "ground/door reaches up to roof/tile",
  ]);
  expect(misplaced(floors, [{ from: "attic/box", to: "ground/door" }])[0]).toContain(
    "attic/box stands on no floor",
  );
});

/** `ts/chat/index.ts` is `chat/index`. */
function moduleOf(path: string, folder: string): string {
  return path.slice(folder.length + 1).replace(/(\/mod)?\.(rs|d\.ts|m?ts)$/, "");
}

/** The modules of its own crate that a Rust file names, outside of comments and of its unit tests. */
function modulesNamedIn(source: string): string[] {
  const code = source.replace(/\/\/.*$/gm, "").split(/#\[cfg\(test\)\]\s*mod \w+ \{/)[0] ?? "";
  const single = [...code.matchAll(/\bcrate::([a-z_]+(?:::[a-z_]+)*)/g)].map(([, path = ""]) => path);
  const grouped = [...code.matchAll(/\bcrate::\{([^;]*)\}/g)].flatMap(([, list = ""]) =>
    [...list.replace(/::\{[^{}]*\}/g, "").matchAll(/(?:^|,|\{)\s*([a-z_]+(?:::[a-z_]+)*)/g)].map(
      ([, path = ""]) => path,
    ),
  );
  return [...single, ...grouped].map((path) => path.replaceAll("::", "/"));
}
