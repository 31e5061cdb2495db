import type { Answer } from "../server/answer";
import type { Fault } from "./fault";
import { type FaultMoments, type FaultyConnection, faultHandlers } from "./fault-handlers";

/** What happens to the connection before anything is answered. */
export async function applyBeforeHeaders(
  faults: readonly Fault[],
  connection: FaultyConnection,
): Promise<void> {
  for (const fault of faults) await handlerOf(fault).beforeHeaders?.(fault, connection);
}

/** The answer that faults put in place of the real one, if any of them does. */
export function replacementFor(faults: readonly Fault[]): Answer | undefined {
  for (const fault of faults) {
    const answer = handlerOf(fault).replace?.(fault);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The same answer with every fault that concerns its headers or body built in: events, then length, then bytes. */
export function applyFaults(answer: Answer, faults: readonly Fault[]): Answer {
  let faulty = answer;
  for (const fault of faults) faulty = withFrames(faulty, handlerOf(fault).events?.(faulty, fault));
  for (const fault of faults) faulty = handlerOf(fault).length?.(faulty, fault) ?? faulty;
  for (const fault of faults) faulty = withFrames(faulty, handlerOf(fault).bytes?.(faulty.frames, fault));
  return faulty;
}

/** The handler of a fault's own kind; TypeScript can't see that the two belong together. */
function handlerOf(fault: Fault): Partial<FaultMoments<Fault>> {
  return faultHandlers[fault.kind] as Partial<FaultMoments<Fault>>;
}

function withFrames(answer: Answer, frames: Answer["frames"] | undefined): Answer {
  return frames === undefined ? answer : { ...answer, frames };
}
