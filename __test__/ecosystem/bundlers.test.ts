import { copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { holds, troubleshootingTexts } from "../docs/troubleshooting-texts";
import { nodeOfMajor } from "../packaging/node-versions";
import { BUNDLER_CASES, type BundlerCase } from "./bundler-cases";
import { Ecosystem } from "./project";
import { whole } from "./whole";

const minutes = 60_000;
let ecosystem: Ecosystem;

beforeAll(async () => {
  ecosystem = await Ecosystem.prepare();
}, 3 * minutes);
afterAll(() => ecosystem?.remove());

/** A reader who looks for what the bundler said finds it. */
const expectOnPage = (output: string) =>
  expect(
    troubleshootingTexts("Bundlers").some((parts) => holds(output, parts)),
    output,
  ).toBe(true);

/** Builds a case, and runs the output in another folder after the source is gone. */
async function outcomeOf(one: BundlerCase, node: string) {
  const project = ecosystem.project();
  onTestFinished(() => project.remove());
  const built = await project.build(one.tool, one.script);
  if (one.stops) {
    expect(built.status).not.toBe(0);
    expectOnPage(built.output);
    return built;
  }
  expect(built.status, built.output).toBe(0);
  if (one.warns) {
    expect(built.output).toMatch(one.warns);
    expectOnPage(built.output);
  }
  if (one.external) project.keepPackages();
  const entry = project.find(one.entry ?? /(^|[\\/])app\.(c|m)?js$/);
  if (one.laidBeside) copyFileSync(project.addon, join(project.output, basename(project.addon)));
  return project.run(node, [entry]);
}

describe.each(BUNDLER_CASES.filter(({ small }) => whole || small))("$name", (one) => {
  // The oldest that the SDK runs on comes first to grief where a bundle mixes the formats.
  test.each(whole && !one.stops ? [18, 24] : [0])(
    one.stops ? "stops in words" : one.fails ? "fails in words, under Node %i" : "runs under Node %i",
    async (major) => {
      const node = major === 0 ? process.execPath : nodeOfMajor(major);
      const { status, output } = await outcomeOf(one, node);
      const sentence = one.stops ?? one.fails;
      if (sentence === undefined)
        expect({ status, output }, output).toEqual({ status: 0, output: "all good\n" });
      else {
        expect(status).not.toBe(0);
        expect(output).toMatch(sentence);
      }
      expect(output).not.toMatch(/Cannot find module '\.\/index\.js'/);
    },
    5 * minutes,
  );
});
