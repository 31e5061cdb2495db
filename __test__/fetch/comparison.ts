import type { ScriptedServer } from "../support/scripted-server";
import type { Case, Fetch } from "./cases/case";
import { asked, settled } from "./observe";

/** What one case came to, with the runtime's own `fetch` and with ours. */
export interface Comparison {
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Runs a case with both, one after the other. `servers`: the one that is asked first. */
export async function compare(
  { run, answerOnly }: Case,
  fetches: Readonly<Record<keyof Comparison, Fetch>>,
  servers: readonly ScriptedServer[],
): Promise<Comparison> {
  const one = async (fetch: Fetch) => {
    const before = servers.map(({ requests }) => requests.length);
    const outcome = await settled(run(fetch, (servers[0] as ScriptedServer).origin));
    const received = servers.flatMap(({ requests }, at) => requests.slice(before[at]));
    return { outcome, requests: answerOnly ? undefined : received.map(asked) };
  };
  return { expected: await one(fetches.expected), actual: await one(fetches.actual) };
}
