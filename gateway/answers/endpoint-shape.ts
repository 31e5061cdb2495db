import type { ChatCompletion } from "../../ts/chat/completion";
import type { ModelResponse } from "../../ts/responses/model-response";
import type { ModelCall } from "../call/model-call";
import type { CallUsage } from "../pricing/usage";
import type { Frame } from "../server/answer";
import type { AnswerPlan } from "./answer-plan";

/** What differs between chat completions and responses. */
export interface EndpointShape {
  readonly dialect: "chat" | "responses";
  /** Checks a body. */
  read(body: Record<string, unknown>): ModelCall;
  /** The id of an answer. */
  idFor(hex: string): string;
  /** Usage by its wire names, with the figures of a script put over it. */
  usage(usage: CallUsage, override: Readonly<Record<string, unknown>> | undefined): Record<string, unknown>;
  json(plan: AnswerPlan, call: ModelCall): ChatCompletion | ModelResponse;
  frames(plan: AnswerPlan, call: ModelCall): Iterable<Frame>;
}
