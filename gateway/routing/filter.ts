import type { ModelCall } from "../call/model-call";
import type { Candidate, RoutingSurroundings } from "./candidate";

/** One condition that a candidate has to meet. */
export interface Filter {
  /** The documented code of the error when nobody meets it. */
  readonly code: string;
  /** The field that asks for it. */
  readonly param: (call: ModelCall) => string;
  /** Whether the request asks for it at all. */
  readonly applies: (call: ModelCall) => boolean;
  readonly keeps: (candidate: Candidate, call: ModelCall, surroundings: RoutingSurroundings) => boolean;
  /** Why a candidate fails it; completes "… because". */
  readonly reason: (candidate: Candidate, call: ModelCall) => string;
  readonly suggestion?: string;
}

/** A filter that always applies. */
export const always = (): boolean => true;
