import { StringDecoder } from "node:string_decoder";
import { http } from "./undici-http.mjs";

export { from } from "./undici-http.mjs";

/** As little as JavaScript can do: find the ends of events, parse what stands between. Never throws, never retries. */
export function eventReader(onEvent) {
  let rest = "";
  return (text) => {
    rest = rest === "" ? text : rest + text;
    let start = 0;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n", start)) {
      const data = rest.slice(start + 6, end);
      start = end + 2;
      if (data !== "[DONE]") onEvent(JSON.parse(data));
    }
    rest = start === rest.length ? "" : rest.slice(start);
  };
}

export async function connect(target) {
  const { complete, open } = await http(target);
  return {
    complete,
    async stream(onPiece) {
      const body = await open();
      const decoder = new StringDecoder("utf8");
      const read = eventReader((chunk) => onPiece(chunk.choices[0]?.delta?.content));
      await new Promise((resolve, reject) => {
        body.on("data", (bytes) => read(decoder.write(bytes)));
        body.on("end", resolve);
        body.on("error", reject);
      });
    },
    async hold() {
      const abort = new AbortController();
      const body = await open(abort.signal);
      body.on("error", () => {});
      await new Promise((resolve) => body.on("data", eventReader(resolve)));
      return () => abort.abort();
    },
  };
}
