import { applyBeforeHeaders, applyFaults, replacementFor } from "../faults/apply-faults";
import type { Fault } from "../faults/fault";
import type { FaultyConnection } from "../faults/fault-handlers";
import { hexFrom } from "../random";
import { type Answer, failureAnswer } from "./answer";
import { ApiFailure } from "./api-failure";
import { answerEndpoint } from "./endpoints";
import {
  type AnyRequest,
  type AnyResponse,
  breakOff,
  type Exchange,
  isGone,
  pause,
  resetSocket,
} from "./exchange";
import type { GatewayState } from "./gateway-state";
import type { Listener } from "./listener";
import { readBody } from "./read-body";
import { RecordedRequest } from "./recorded-request";
import { writeAnswer } from "./write-answer";

/** What handling a request needs beside the state. */
export interface HandlerSurroundings {
  readonly state: GatewayState;
  readonly listener: () => Listener;
  readonly maxBodyBytes: number;
  readonly onStart: (record: RecordedRequest) => void;
  readonly onEnd: (record: RecordedRequest) => void;
  /** Refuses connections for so many milliseconds. */
  readonly refuse: (forMs: number) => Promise<void>;
}

/** Makes the function that serves every request; it never throws. */
export function createHandler(
  surroundings: HandlerSurroundings,
): (request: AnyRequest, response: AnyResponse) => void {
  let index = 0;
  return (request, response) => {
    const exchange = open(surroundings, request, response, index);
    index += 1;
    surroundings.onStart(exchange.record);
    void exchange.record.closed.then(() => surroundings.onEnd(exchange.record));
    serve(surroundings, exchange).catch(() => response.destroy());
  };
}

function open(
  surroundings: HandlerSurroundings,
  request: AnyRequest,
  response: AnyResponse,
  index: number,
): Exchange {
  const connection = surroundings.listener().connectionOf(request);
  const url = new URL(request.url ?? "/", "http://gateway.invalid");
  const record = new RecordedRequest({
    index,
    id: `req_${hexFrom(`${surroundings.state.seed}:${index}:request`, 24)}`,
    method: request.method ?? "GET",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: flatHeaders(request),
    httpVersion: request.httpVersion,
    connection: connection?.index ?? -1,
    receivedAt: Date.now(),
  });
  response.on("close", () => record.settle(isComplete(response) ? "complete" : "client"));
  response.on("error", () => undefined);
  request.on("error", () => undefined);
  return { record, request, response, socket: connection?.socket };
}

/** A closed HTTP/2 stream counts as finished whoever closed it, so there its reset code decides. */
function isComplete(response: AnyResponse): boolean {
  if (!response.writableEnded) return false;
  return "stream" in response ? (response.stream?.rstCode ?? 0) === 0 : response.writableFinished;
}

async function serve(surroundings: HandlerSurroundings, exchange: Exchange): Promise<void> {
  const { state } = surroundings;
  const { record } = exchange;
  const connection = faultyConnection(surroundings, exchange);
  let faults: readonly Fault[] = [];
  let answer: Answer;
  try {
    record.bodyText = await readBody(exchange.request, surroundings.maxBodyBytes);
    record.body = parseQuietly(record.bodyText);
    faults = state.faults.take(record);
    record.faults = faults;
    await applyBeforeHeaders(faults, connection);
    if (isGone(exchange)) return;
    answer = replacementFor(faults) ?? (await answerOrFail(state, record));
    if (answer.faults !== undefined) {
      await applyBeforeHeaders(answer.faults, connection);
      faults = [...faults, ...answer.faults];
      record.faults = faults;
      answer = replacementFor(answer.faults) ?? answer;
    }
  } catch (failure) {
    answer = failureAnswer(asFailure(failure));
  }
  const headers = { "x-request-id": record.id, date: new Date(state.clock.now()).toUTCString() };
  await writeAnswer(exchange, applyFaults(answer, faults), { pace: state.pace, headers });
}

/** What the endpoint says, errors included, on its way into a recording. */
async function answerOrFail(state: GatewayState, record: RecordedRequest): Promise<Answer> {
  const answer = await answerEndpoint(state, record).catch((failure: unknown) =>
    failureAnswer(asFailure(failure)),
  );
  return state.recorder === undefined ? answer : state.recorder.tap(record, answer);
}

function faultyConnection(surroundings: HandlerSurroundings, exchange: Exchange): FaultyConnection {
  return {
    pause: (ms) => pause(exchange, ms),
    refuse: async (forMs) => {
      if (exchange.socket !== undefined) resetSocket(exchange.socket);
      await surroundings.refuse(forMs);
    },
    interrupt: async (how) => {
      if (how.kind === "break") await breakOff(exchange, how.how, how.scope);
      else if (how.forMs === undefined) await exchange.record.closed;
      else await pause(exchange, how.forMs);
    },
  };
}

function asFailure(failure: unknown): ApiFailure {
  if (failure instanceof ApiFailure) return failure;
  const message = failure instanceof Error ? failure.message : String(failure);
  return new ApiFailure("internal_error", `The gateway failed: ${message}`);
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flatHeaders(request: AnyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}
