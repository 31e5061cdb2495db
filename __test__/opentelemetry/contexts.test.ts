import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanEnvironment, nodeOfMajor } from "../packaging/node-versions";

test.each([18, 20, 22, 24, 26])(
  "on Node %i every span lies below the one that its call was made in",
  (major) => {
    const node =
      major === Number(process.versions.node.split(".")[0]) ? process.execPath : nodeOfMajor(major);
    const program = join(__dirname, "programs/contexts.cjs");
    const printed = execFileSync(node, [program], { env: cleanEnvironment(), encoding: "utf8" });
    expect(JSON.parse(printed)).toEqual({
      whole: 1,
      "whole > attempt": 1,
      stream: 1,
      "stream > attempt": 1,
      retried: 1,
      "retried > attempt": 2,
      failed: 1,
      "failed > attempt": 1,
      refused: 1,
      opened: 1,
      "opened > attempt": 1,
    });
  },
  120_000,
);
