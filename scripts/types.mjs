// npm run types: writes what is made from tables, then index.d.ts, the public API in one committed file, from ts/, and
// into package.json what follows from the table of entries.
import { writeFileSync } from "node:fs";
import { entries } from "./steps/entries.mjs";
import { writeEntryFields } from "./steps/manifest-entries.mjs";
import { fail, step } from "./steps/progress.mjs";
import { publicTypes } from "./steps/public-types.mjs";
import { at } from "./steps/root.mjs";
import { tableFiles } from "./steps/tables.mjs";

try {
  await step("package.json", async () => writeEntryFields());
  for (const { path, text } of tableFiles()) await step(path, async () => writeFileSync(at(path), text));
  for (const entry of entries) {
    await step(entry.declaration, async () => writeFileSync(at(entry.declaration), await publicTypes(entry)));
  }
} catch (error) {
  fail(error);
}
