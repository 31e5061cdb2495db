import { createParser } from "eventsource-parser";
import { http } from "./undici-http.mjs";

export { from } from "./undici-http.mjs";

/** What many write by themselves: undici, a parser of server-sent events, and an async generator. */
async function* chunks(body) {
  const decoder = new TextDecoder();
  let events = [];
  const parser = createParser({ onEvent: (event) => events.push(event.data) });
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    const ready = events;
    events = [];
    for (const data of ready) {
      if (data === "[DONE]") return;
      yield JSON.parse(data);
    }
  }
}

export async function connect(target) {
  const { complete, open } = await http(target);
  return {
    complete,
    async stream(onPiece) {
      for await (const chunk of chunks(await open())) onPiece(chunk.choices[0]?.delta?.content);
    },
    async hold() {
      const abort = new AbortController();
      const iterator = chunks(await open(abort.signal));
      await iterator.next();
      iterator.next().catch(() => {});
      return () => abort.abort();
    },
  };
}
