import type { Target } from "../target";
import { answers } from "./answers";
import { chatStream } from "./chat-stream";
import { errorBodies } from "./error-bodies";
import { gatewayRequests } from "./gateway-requests";
import { partialJson } from "./partial-json";
import { responseStream } from "./response-stream";
import { sse } from "./sse";

/** Everything in TypeScript that reads what comes from outside. */
export const targets: Readonly<Record<string, Target>> = {
  answers,
  "chat-stream": chatStream,
  "error-bodies": errorBodies,
  "gateway-requests": gatewayRequests,
  "partial-json": partialJson,
  "response-stream": responseStream,
  sse,
};
