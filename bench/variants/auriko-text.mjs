import { auriko } from "./auriko.mjs";

export const connect = auriko(async (stream, onPiece) => {
  for await (const text of stream.textStream) onPiece(text);
});
