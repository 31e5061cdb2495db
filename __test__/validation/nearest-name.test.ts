import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, nearestName } from "../../ts/validation/nearest-name";

const known = ["max_ttft_ms", "max_cost_per_1m", "providers", "prefer", "allow_fallbacks", "tier", "baseUrl"];

describe("nearestName", () => {
  test.each([
    ["maxTtftMs", "max_ttft_ms"],
    ["max_ttft", "max_ttft_ms"],
    ["maxcost_per_1m", "max_cost_per_1m"],
    ["provider", "providers"],
    ["prefered", "prefer"],
    ["fallbacks", "allow_fallbacks"],
    ["tiers", "tier"],
    ["baseURL", "baseUrl"],
    ["base_url", "baseUrl"],
  ])("%s was meant as %s", (given, meant) => {
    expect(nearestName(given, known)).toBe(meant);
    expect(didYouMean(given, known)).toContain(`\`${meant}\``);
  });

  test.each(["zzz", "temperature", "", "_", "x".repeat(10_000)])("nothing is near %s", (given) => {
    expect(nearestName(given, known)).toBeUndefined();
    expect(didYouMean(given, known)).toBe("");
  });

  test("a known name in any spelling finds itself", () => {
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.boolean(), (name, upper) => {
        expect(nearestName(upper ? name.toUpperCase() : name.replaceAll("_", "-"), known)).toBe(name);
      }),
    );
  });

  test("one wrong letter in a name of some length is forgiven", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("max_ttft_ms", "allow_fallbacks", "providers"),
        fc.nat(),
        fc.constantFrom("q", "z"),
        (name, at, letter) => {
          const index = at % name.length;
          expect(nearestName(name.slice(0, index) + letter + name.slice(index + 1), known)).toBe(name);
        },
      ),
    );
  });

  test("the answer is always one of the known names", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const nearest = nearestName(name, known);
        expect(nearest === undefined || known.includes(nearest)).toBe(true);
      }),
    );
  });
});
