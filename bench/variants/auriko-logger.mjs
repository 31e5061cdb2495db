import { auriko, from, readChunks } from "./auriko.mjs";

export { from };

let lines = 0;

/** The SDK with a logger that takes one line for each call and retry. */
export const connect = auriko(readChunks, { logLevel: "info", logger: () => void lines++ });
