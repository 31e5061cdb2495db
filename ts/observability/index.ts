export type { AnswerFacts } from "./answer-facts";
export type * from "./call-events";
export { type CallHooks, HOOKS, type RequestChanges, type RequestToSend, resolveHooks } from "./call-hooks";
export { registerObserver } from "./call-observers";
export { CallClock, type CallTimings } from "./call-timings";
export type { RequestTraceContext } from "./diagnostics-channels";
export {
  type LeveledLogger,
  Log,
  type LogEntry,
  type Logger,
  type LoggingOptions,
  type LogLevel,
} from "./logger";
export { Observation } from "./observation";
export type { CallEnding, CallSetup, ObservedCall } from "./observed-call";
