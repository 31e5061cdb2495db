import { expect, test } from "vitest";
import { json } from "../support/answers";
import { completion } from "../support/chat";
import { run } from "../support/program";
import { serve } from "../support/scripted-server";

/** There were 150 and more when each request made copies of its own. */
const MOST = 10;

test.runIf(process.platform === "linux")(
  "after 200 requests the process holds a handful of copies of the key, those of V8 included",
  async () => {
    const server = await serve(json(completion("Hello")));
    const { stdout, stderr } = await run(
      `
      const fs = require("node:fs");
      // In two halves, so that the text of this program is no copy.
      const halves = ["ak_test_copies_Zq7", "Xw9KpLm3Vt5"];
      const client = new Client({ ...options, apiKey: halves.join("8"), proxy: false });
      for (let count = 0; count < 200; count += 1) await client.chat.completions.create(question);

      const [start, end] = [Buffer.from(halves[0]), Buffer.from("8" + halves[1])];
      const STEP = 1 << 20;
      const piece = Buffer.alloc(STEP);
      const memory = fs.openSync("/proc/self/mem", "r");
      let copies = 0;
      for (const line of fs.readFileSync("/proc/self/maps", "utf8").split("\\n")) {
        if (!/ rw/.test(line)) continue;
        const [from, to] = line.split(" ")[0].split("-").map((address) => BigInt("0x" + address));
        for (let at = from; at < to; at += BigInt(STEP)) {
          let length = 0;
          try {
            length = fs.readSync(memory, piece, 0, Number(to - at < BigInt(STEP) ? to - at : BigInt(STEP)), at);
          } catch {
            continue;
          }
          for (let found = piece.indexOf(end); found !== -1 && found < length; found = piece.indexOf(end, found + 1)) {
            // What was read before may lie in this buffer's own memory once more, but never both halves side by side.
            if (found >= start.length && piece.subarray(found - start.length, found).equals(start)) copies += 1;
          }
          piece.fill(0);
        }
      }
      console.log(copies);
      process.exit(0);
      `,
      { server, deadline: 60_000 },
    );
    expect(stderr).toBe("");
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).toBeLessThanOrEqual(MOST);
  },
  70_000,
);
