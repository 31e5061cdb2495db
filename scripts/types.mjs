// npm run types: writes index.d.ts, the public API in one committed file, from ts/.
import { writeFileSync } from "node:fs";
import { entries } from "./steps/entries.mjs";
import { fail, step } from "./steps/progress.mjs";
import { publicTypes } from "./steps/public-types.mjs";
import { at } from "./steps/root.mjs";

try {
  for (const entry of entries) {
    await step(entry.declaration, async () => writeFileSync(at(entry.declaration), await publicTypes(entry)));
  }
} catch (error) {
  fail(error);
}
