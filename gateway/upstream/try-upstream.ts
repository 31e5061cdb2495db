import type { IncomingMessage } from "node:http";
import type { ModelCall } from "../call/model-call";
import { monotonicTime, startTimer, stopTimer } from "../real-timers";
import type { AttemptResult } from "../routing/attempts";
import type { Candidate } from "../routing/candidate";
import { ApiFailure } from "../server/api-failure";
import type { RecordedRequest } from "../server/recorded-request";
import { type EventBlock, eventBlocks } from "./event-blocks";
import type { UpstreamBinding } from "./upstream-binding";
import { failureFromAnswer } from "./upstream-failure";
import { type UpstreamAgents, upstreamBody } from "./upstream-request";

/** An answer of a real provider, accepted but not read to its end. */
export interface UpstreamAnswer {
  readonly kind: "upstream";
  readonly startedAt: number;
  /** Milliseconds until the first event, or until the whole body when it doesn't stream. */
  readonly ttftMs: number;
  /** The body, when it doesn't stream. */
  readonly body?: Record<string, unknown>;
  /** The events, the first one included. */
  readonly events?: AsyncGenerator<EventBlock>;
}

/** What a try needs besides the call. */
export interface UpstreamSurroundings {
  readonly agents: UpstreamAgents;
  readonly record: RecordedRequest;
  /** The body as the caller wrote it, where the call's is a translation. */
  readonly untranslated?: Readonly<Record<string, unknown>> | undefined;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const MAX_ERROR_BYTES = 65_536;

/** Tries a real provider; a stream counts as accepted when its first event is there, so until then others can step in. */
export async function tryUpstream(
  binding: UpstreamBinding,
  call: ModelCall,
  candidate: Candidate,
  limitMs: number,
  surroundings: UpstreamSurroundings,
): Promise<AttemptResult<UpstreamAnswer>> {
  const startedAt = monotonicTime();
  const spentMs = (): number => monotonicTime() - startedAt;
  const provider = candidate.provider.id;
  const abort = new AbortController();
  void surroundings.record.closed.then((end) => {
    if (end !== "complete") abort.abort();
  });
  const timeoutMs = Math.max(1, Math.min(binding.timeoutMs ?? DEFAULT_TIMEOUT_MS, limitMs));
  let timedOut = false;
  const timer = startTimer(() => {
    timedOut = true;
    abort.abort();
  }, timeoutMs);
  try {
    const path = call.endpoint === "responses" ? "responses" : "chat/completions";
    const body = JSON.stringify(upstreamBody(call, candidate, surroundings.untranslated));
    const response = await surroundings.agents.send(binding, provider, path, body, abort.signal);
    const status = response.statusCode ?? 0;
    if (status >= 300) {
      const failed = failureFromAnswer(provider, status, await readText(response, MAX_ERROR_BYTES));
      return { ok: false, outcome: "error", ...failed, spentMs: spentMs() };
    }
    const streaming = call.stream && /text\/event-stream/i.test(response.headers["content-type"] ?? "");
    const opened = streaming
      ? await openStream(response, provider)
      : { body: await readJson(response, provider) };
    return {
      ok: true,
      spentMs: spentMs(),
      value: { kind: "upstream", startedAt, ttftMs: spentMs(), ...opened },
    };
  } catch (cause) {
    const failure = timedOut ? timeoutFailure(provider, timeoutMs) : asFailure(provider, cause);
    const outcome = timedOut ? "timeout" : "error";
    return { ok: false, outcome, failure, spentMs: spentMs(), final: surroundings.record.end !== undefined };
  } finally {
    stopTimer(timer);
  }
}

function timeoutFailure(provider: string, timeoutMs: number): ApiFailure {
  return new ApiFailure("upstream_timeout", `${provider} did not answer in ${timeoutMs} ms.`, { provider });
}

function asFailure(provider: string, cause: unknown): ApiFailure {
  if (cause instanceof ApiFailure) return cause;
  const message = `${provider} broke off: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new ApiFailure("upstream_error", message, { provider });
}

async function openStream(
  response: IncomingMessage,
  provider: string,
): Promise<{ events: AsyncGenerator<EventBlock> }> {
  const blocks = eventBlocks(response);
  const first = await blocks.next();
  if (first.done) throw new ApiFailure("upstream_error", `${provider} sent an empty stream.`, { provider });
  return { events: joined(first.value, blocks) };
}

async function* joined(first: EventBlock, rest: AsyncGenerator<EventBlock>): AsyncGenerator<EventBlock> {
  yield first;
  yield* rest;
}

async function readJson(response: IncomingMessage, provider: string): Promise<Record<string, unknown>> {
  const text = await readText(response, Number.POSITIVE_INFINITY);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) return body as Record<string, unknown>;
  } catch {
    // Reported below: whatever it was, it was not a JSON object.
  }
  throw new ApiFailure("upstream_error", `${provider} sent a body that is not a JSON object.`, { provider });
}

async function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
