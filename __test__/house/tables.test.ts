import { describe, expect, test } from "vitest";
import { tableFiles } from "../../scripts/steps/tables.mjs";
import { read } from "./repository";

describe("what is made from a table", () => {
  test.each(tableFiles())("$path is what `npm run types` makes of it", ({ path, text }) => {
    expect(read(path)).toBe(text);
  });
});
