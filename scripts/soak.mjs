// npm run test:soak: the tests that need volume or repetition, with the full numbers instead of the small ones.
import { runStages } from "./steps/stages.mjs";
import { soakStages } from "./steps/test-stages.mjs";

process.exitCode = (await runStages(soakStages)) ? 0 : 1;
