import type { CallEnd } from "./call-events";
import type { Log } from "./logger";

/** Logs what the server warns of in the routing metadata of an answer: each kind once. */
export function serverWarnings({ route, requestId, call }: CallEnd, log: Log): void {
  for (const { type, code, message } of route?.warnings ?? []) {
    // Where there is neither a type nor a code, the words are all that tells kinds apart.
    const kind = type === null && code === null ? message : `${type} ${code} ${message}`;
    log.warnOnce(kind, `the server warns: ${message}`, { call: call.id, type, code, requestId });
  }
}
