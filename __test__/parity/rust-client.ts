import { cargo } from "../rust/cargo";
import type { Outcome, Scenario, Task } from "./scenario";

/** What both clients do. */
interface Exercise {
  readonly origin: string;
  readonly closed: string;
  readonly tasks: readonly Task[];
}

/** Runs the tasks with the Rust client; `null` for those that it has no method for. */
export async function runInRust(exercise: Exercise): Promise<readonly (Outcome | null)[]> {
  const printed = await cargo(["run", "--quiet", "--package", "auriko", "--example", "parity"], {
    input: JSON.stringify(exercise),
    env: { AURIKO_API_KEY: undefined, AURIKO_BASE_URL: undefined },
  });
  return JSON.parse(printed) as (Outcome | null)[];
}

/**
 * Whether the Rust client takes part: `extraBody` is its `extra`, which has no merging of `gateway`, and reading a stream
 * twice does not compile.
 */
export function rustExercises({ call, extraBody, twice, typedGateway }: Scenario): boolean {
  return !call.startsWith("responses") && extraBody === undefined && !twice && !typedGateway;
}

/** Where the outcome is another on purpose, by title: what the Rust client sees. */
export const rustDiffers: Readonly<Record<string, Outcome>> = {
  // Routing options are types there, and what is not typed is the server's to judge.
  "a routing option out of range in a plain object": { requests: 1 },
  "an unknown routing option in a plain object": { requests: 1 },
  // Required fields that are missing have their default.
  "an answer of another shape": { requests: 1 },
  // The wait is in the text of the error, not in the server's message.
  "a Retry-After of two minutes": { "error.message": "It went wrong: service_unavailable", requests: 1 },
  // How many requests arrive within so short a limit depends on the machine.
  "no answer in time": { "error.class": "APITimeoutError", "error.code": "api_connection_error" },
};
