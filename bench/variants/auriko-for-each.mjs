import { auriko } from "./auriko.mjs";

export const connect = auriko((stream, onPiece) =>
  stream.forEach((chunk) => {
    onPiece(chunk.choices[0]?.delta?.content);
  }),
);
