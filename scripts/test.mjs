// npm test: installs, builds and checks everything. Goes on after a failure; the last line counts.
import { runStages } from "./steps/stages.mjs";
import { testStages, workspaceStages } from "./steps/test-stages.mjs";

process.exitCode = (await runStages([...testStages, ...workspaceStages])) ? 0 : 1;
