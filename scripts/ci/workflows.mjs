// Lints the workflows, as `npm test` does too.
import { fail } from "../steps/progress.mjs";
import { workflowProblems } from "../steps/workflows.mjs";

try {
  const problems = await workflowProblems();
  if (problems.length > 0) throw new Error(problems.join("\n"));
} catch (error) {
  fail(error);
}
