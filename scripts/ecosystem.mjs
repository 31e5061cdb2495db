// npm run test:ecosystem: runs the SDK as bundlers, test runners and frameworks make it, from packed tarballs. Fetches them from
// npm into a cache outside the tree, so that the first run takes minutes longer.
import { runStages } from "./steps/stages.mjs";
import { ecosystemStages } from "./steps/test-stages.mjs";

process.exitCode = (await runStages(ecosystemStages)) ? 0 : 1;
