import type { IncomingMessage } from "node:http";
import type { Answer, Frame } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { RecordedRequest } from "../server/recorded-request";
import { eventBlocks } from "./event-blocks";
import type { UpstreamAgents } from "./upstream-request";

/** The API that a gateway passes every request on to. */
export interface ForwardTarget {
  /** Up to and including `/v1`. Default: `https://api.auriko.ai/v1`. */
  readonly baseUrl?: string;
  /** The key for it. */
  readonly apiKey: string;
}

/** Headers of one connection, or that the gateway sets itself. */
const OWN_HEADERS =
  /^(host|connection|keep-alive|te|trailer|upgrade|transfer-encoding|content-length|accept-encoding|authorization|proxy-.*|cookie|set-cookie|date|x-request-id|x-gateway-fault)$/;

/** Passes requests on as they are, with another key, and answers back as they come. */
export class Forwarder {
  readonly #baseUrl: string;
  readonly #apiKey: string;
  readonly #agents: UpstreamAgents;

  constructor({ baseUrl = "https://api.auriko.ai/v1", apiKey }: ForwardTarget, agents: UpstreamAgents) {
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
    this.#apiKey = apiKey;
    this.#agents = agents;
  }

  /** @throws ApiFailure `upstream_error` when the API can't be reached */
  async answer(record: RecordedRequest): Promise<Answer> {
    const abort = new AbortController();
    void record.closed.then((end) => {
      if (end !== "complete") abort.abort();
    });
    const query = new URLSearchParams(record.query).toString();
    const path = record.path.replace(/^\/v1/, "") + (query === "" ? "" : `?${query}`);
    const response = await this.#agents.request(new URL(this.#baseUrl + path), {
      method: record.method,
      headers: { ...passedOn(record.headers), authorization: `Bearer ${this.#apiKey}` },
      ...(record.bodyText !== "" && { body: record.bodyText }),
      to: "the API",
      signal: abort.signal,
    });
    const headers = passedOn(response.headers);
    const streaming = /text\/event-stream/i.test(headers["content-type"] ?? "");
    const dialect = record.path.startsWith("/v1/responses") ? "responses" : "chat";
    const frames = streaming ? eventsOf(response) : [await wholeBody(response)];
    return { status: response.statusCode ?? 502, headers, frames, streaming, dialect };
  }
}

function passedOn(headers: IncomingMessage["headers"] | RecordedRequest["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !OWN_HEADERS.test(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<Frame> {
  for await (const { raw, data } of eventBlocks(response)) {
    const done = data === "[DONE]";
    yield { kind: "text", text: raw, ...(done && { mark: "done" as const }) };
  }
}

async function wholeBody(response: IncomingMessage): Promise<Frame> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
  } catch (cause) {
    throw new ApiFailure("upstream_error", `The API broke off: ${(cause as Error).message}`);
  }
  return { kind: "text", text: Buffer.concat(pieces).toString("utf8") };
}
