import type { ServerResponse } from "node:http";
import { applyBeforeHeaders, applyFaults, replacementFor } from "../faults/apply-faults";
import type { Fault } from "../faults/fault";
import type { FaultyConnection } from "../faults/fault-handlers";
import type { PageCall, PageServer } from "../page/page-server";
import { hexFrom } from "../random";
import { computerTime } from "../real-timers";
import { type Answer, failureAnswer } from "./answer";
import { ApiFailure } from "./api-failure";
import { authenticate, isAuthenticated } from "./authenticate";
import { endpointFor } from "./endpoints";
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
import type { HostCheck } from "./host-check";
import type { Listener } from "./listener";
import { type BodyLimits, parseQuietly, readBody } from "./read-body";
import { RecordedRequest } from "./recorded-request";
import { type RequestTarget, readTarget } from "./request-target";
import { writeAnswer } from "./write-answer";

/** What handling a request needs beside the state. */
export interface HandlerSurroundings {
  readonly state: GatewayState;
  readonly listener: () => Listener;
  readonly bodies: BodyLimits;
  readonly hosts: HostCheck;
  readonly page: PageServer;
  readonly onStart: (record: RecordedRequest) => void;
  /** The body has arrived. */
  readonly onBody: (record: RecordedRequest) => void;
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
    const target = readTarget(request.url ?? "/");
    if (surroundings.page.owns(request.method ?? "GET", target.path)) {
      void servePage(surroundings, { request, response, path: target.path, headers: flatHeaders(request) });
      return;
    }
    const exchange = open(surroundings, request, response, target, index);
    index += 1;
    surroundings.onStart(exchange.record);
    void exchange.record.closed.then(() => surroundings.onEnd(exchange.record));
    serve(surroundings, exchange).catch((failure: unknown) => concede(exchange, failure));
  };
}

function open(
  surroundings: HandlerSurroundings,
  request: AnyRequest,
  response: AnyResponse,
  target: RequestTarget,
  index: number,
): Exchange {
  const connection = surroundings.listener().connectionOf(request);
  const record = new RecordedRequest({
    index,
    id: `req_${hexFrom(`${surroundings.state.seed}:${index}:request`, 24)}`,
    method: request.method ?? "GET",
    ...surroundings.page.translate(request.method ?? "GET", target.path, flatHeaders(request)),
    query: target.query,
    httpVersion: request.httpVersion,
    connection: connection?.index ?? -1,
    receivedAt: computerTime(),
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
    surroundings.hosts.check(record);
    const refusal = refusalOf(state, record);
    if (refusal === undefined || state.recorder !== undefined) await receive(surroundings, exchange);
    else exchange.request.resume();
    faults = state.faults.take(record, isTrusted(state, record));
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

async function servePage(surroundings: HandlerSurroundings, call: PageCall): Promise<void> {
  const { response, request } = call;
  response.on("error", () => undefined);
  request.on("error", () => undefined);
  try {
    surroundings.hosts.check(call);
    await surroundings.page.serve(call);
  } catch (failure) {
    const { status, envelope, headers } = asFailure(failure);
    if (response.headersSent) return void response.destroy();
    (response as ServerResponse).writeHead(status, { ...headers, "content-type": "application/json" });
    response.end(JSON.stringify({ error: envelope }));
  }
}

/** Why a request is refused whatever its body says, if it is. */
function refusalOf(state: GatewayState, record: RecordedRequest): ApiFailure | undefined {
  try {
    if (endpointFor(state, record).needsKey) authenticate(record, state.keys);
    return undefined;
  } catch (failure) {
    return asFailure(failure);
  }
}

/** A recording was made with another key, so that anybody may have it played. */
function isTrusted(state: GatewayState, record: RecordedRequest): boolean {
  return state.player !== undefined || isAuthenticated(record, state.keys);
}

async function receive(
  { bodies, onBody }: HandlerSurroundings,
  { request, record }: Exchange,
): Promise<void> {
  record.bodyText = await readBody(request, bodies);
  record.body = parseQuietly(record.bodyText);
  onBody(record);
}

/** What the endpoint says, errors included, on its way into a recording. */
async function answerOrFail(state: GatewayState, record: RecordedRequest): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await endpointFor(state, record).answer(state, record);
  } catch (failure) {
    answer = failureAnswer(asFailure(failure));
    // What kept a request from the API is none of its answers.
    if (state.forwarder !== undefined) return answer;
  }
  return state.recorder === undefined ? answer : state.recorder.tap(record, answer);
}

/** An answer that can't be written, for a header that HTTP forbids or a frame that can't be made, still ends as one. */
function concede({ response, record }: Exchange, failure: unknown): void {
  if (response.headersSent || response.destroyed) {
    record.settle("gateway");
    response.destroy();
    return;
  }
  const { status, envelope } = asFailure(failure);
  record.status = status;
  (response as ServerResponse).writeHead(status, {
    "content-type": "application/json",
    "x-request-id": record.id,
  });
  response.end(JSON.stringify({ error: envelope }));
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

function flatHeaders(request: AnyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}
