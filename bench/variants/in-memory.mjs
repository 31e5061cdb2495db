import { eventReader } from "./undici-floor.mjs";
import { http } from "./undici-http.mjs";

/** No network at all: the text of a stream that was read before is split and parsed, over and over. */
export async function connect(target) {
  const { open } = await http(target);
  const pieces = [];
  const body = await open();
  body.setEncoding("utf8");
  for await (const text of body) pieces.push(text);
  return {
    async stream(onPiece) {
      const read = eventReader((chunk) => onPiece(chunk.choices[0]?.delta?.content));
      for (const piece of pieces) read(piece);
    },
  };
}
