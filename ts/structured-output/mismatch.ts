import type { StructuredOutputIssue } from "../errors";
import type { StandardIssue } from "./standard-schema";

/** An issue with its path as people write it. */
export function readableIssue({ message, path = [] }: StandardIssue): StructuredOutputIssue {
  const keys = path.map((step) => (typeof step === "object" ? step.key : step));
  const joined = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return { path: joined.startsWith(".") ? joined.slice(1) : joined, message };
}

/** The first few issues, for a message. */
export function mismatch(issues: readonly StructuredOutputIssue[]): string {
  const shown = issues.slice(0, 3);
  return shown.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ");
}
