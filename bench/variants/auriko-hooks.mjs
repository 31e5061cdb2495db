import { auriko, from, readChunks } from "./auriko.mjs";

export { from };

let events = 0;
const count = () => void events++;

/** The SDK with a hook for everything that happens. */
export const connect = auriko(readChunks, {
  onRequest: count,
  onRetry: count,
  onResponse: count,
  onStreamEnd: count,
  onEnd: count,
  onError: count,
});
