import { subscribe } from "node:diagnostics_channel";
import { auriko, from, readChunks } from "./auriko.mjs";

export { from };

let events = 0;
for (const name of ["start", "attempt", "retry", "headers", "first-event", "end", "error"]) {
  subscribe(`auriko:request:${name}`, () => events++);
}

/** The SDK with a subscriber on each of its diagnostics channels. */
export const connect = auriko(readChunks);
