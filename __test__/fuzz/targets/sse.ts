import { SseParser } from "../../../ts/streaming/sse-parser";
import { check, cut, type Target } from "../target";

const events = (pieces: readonly string[]) => {
  const parser = new SseParser();
  return JSON.stringify(pieces.flatMap((piece) => parser.push(piece)));
};

/** Events are the same however their text is cut. */
export const sse: Target = {
  seeds: [
    "data: a\n\ndata: b\r\n\r\n",
    ": comment\n\nevent: x\ndata: 1\ndata: 2\n\n",
    'error: {"code":5}\r\rdata\n\n',
  ],
  words: ["data:", "data: ", "event: ", "id: ", "retry: 1", "error: ", "\r", "\n\n", "\r\n\r\n", "[DONE]"],
  read(text) {
    const whole = events([text]);
    check(events(cut(text)) === whole, "another cut gives other events");
    check(events([...text]) === whole, "single characters give other events");
  },
};
