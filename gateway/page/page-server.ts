import type { ServerResponse } from "node:http";
import type { FaultLike } from "../faults/fault";
import { FAULT_KINDS } from "../faults/parse-fault";
import { startInterval, stopInterval } from "../real-timers";
import { ApiFailure } from "../server/api-failure";
import type { AnyRequest, AnyResponse } from "../server/exchange";
import { type BodyLimits, parseObject, readBody } from "../server/read-body";
import type { RecordedRequest } from "../server/recorded-request";
import { contentSecurityPolicy } from "./content-security";
import { readPage } from "./page-file";
import type { PageGate } from "./page-gate";
import { detail } from "./request-detail";
import type { RequestFeed } from "./request-feed";

/** What the page needs of its gateway. */
export interface PageSurroundings {
  readonly gate: PageGate;
  readonly feed: RequestFeed;
  readonly find: (index: number) => RecordedRequest | undefined;
  /** Everything that must not be shown. */
  readonly secrets: () => readonly string[];
  /** The key that requests of the page are sent with. */
  readonly apiKey: () => string;
  readonly failNext: (fault: FaultLike, times: number) => void;
  readonly models: () => readonly string[];
  readonly bodies: BodyLimits;
}

type Headers = Readonly<Record<string, string>>;

/** One request for the page. */
export interface PageCall {
  readonly request: AnyRequest;
  readonly response: AnyResponse;
  readonly path: string;
  readonly headers: Headers;
}

/** What the page's own addresses start with, beside `/` itself. */
const PREFIX = "/_gateway/";
const HEARTBEAT_MS = 15_000;

/** Serves the page at the gateway's root with what it shows. Its requests are not recorded: it does not watch itself. */
export class PageServer {
  readonly #surroundings: PageSurroundings;
  #html: string | undefined;

  constructor(surroundings: PageSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Whether a request is one of the page's. */
  owns(method: string, path: string): boolean {
    if (path.startsWith(PREFIX)) return !path.startsWith(`${PREFIX}v1/`);
    return path === "/" && (method === "GET" || method === "HEAD");
  }

  /**
   * What a request asks of the API. Those that the page sends have an address of their own and no key, which the gateway
   * adds; they go the way of all requests from there.
   */
  translate(method: string, path: string, headers: Headers): { path: string; headers: Headers } {
    const { gate, apiKey } = this.#surroundings;
    if (!path.startsWith(`${PREFIX}v1/`) || !gate.admits(method, headers)) return { path, headers };
    return {
      path: path.slice(PREFIX.length - 1),
      headers: { ...headers, authorization: `Bearer ${apiKey()}` },
    };
  }

  /** @throws ApiFailure */
  async serve(call: PageCall): Promise<void> {
    const { request, path } = call;
    const method = request.method ?? "GET";
    this.#surroundings.gate.check(method, call.headers);
    if (path === "/") return this.#page(call);
    const name = path.slice(PREFIX.length);
    const index = /^requests\/(\d{1,15})$/.exec(name)?.[1];
    if (method === "GET" && name === "events") return this.#events(call);
    if (method === "GET" && name === "choices") {
      return json(call, { models: this.#surroundings.models(), faults: FAULT_KINDS });
    }
    if (method === "GET" && index !== undefined) return this.#detail(call, Number(index));
    if (method === "POST" && name === "faults") return this.#fault(call);
    throw new ApiFailure("resource_not_found", `The page has no ${method} ${path}.`);
  }

  #page(call: PageCall): void {
    this.#html ??= readPage();
    const html = this.#html;
    if (html === undefined) {
      throw new ApiFailure("resource_not_found", "The page is not part of this bundle.", {
        suggestion: "Run `npx @auriko/sdk gateway`, or leave @auriko/sdk out of the bundle.",
      });
    }
    write(call, 200, html, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy(html),
    });
  }

  #events({ response: any, request }: PageCall): void {
    const response = any as ServerResponse;
    response.writeHead(200, { ...COMMON, "content-type": "text/event-stream; charset=utf-8" });
    response.write(": here they come\n\n");
    const end = this.#surroundings.feed.subscribe((requests) => {
      response.write(`data: ${JSON.stringify(requests)}\n\n`);
    });
    const heartbeat = startInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
    const stop = (): void => {
      stopInterval(heartbeat);
      end();
    };
    response.on("close", stop);
    request.on("close", () => {
      if (response.destroyed) stop();
    });
  }

  #detail(call: PageCall, index: number): void {
    const record = this.#surroundings.find(index);
    if (record === undefined)
      throw new ApiFailure("resource_not_found", `Request ${index} is not kept any more.`);
    json(call, detail(record, this.#surroundings.secrets()));
  }

  async #fault(call: PageCall): Promise<void> {
    const { fault, times = 1 } = parseObject(await readBody(call.request, this.#surroundings.bodies));
    try {
      this.#surroundings.failNext(fault as FaultLike, times as number);
    } catch (failure) {
      throw new ApiFailure(
        "invalid_parameter_value",
        failure instanceof Error ? failure.message : String(failure),
        {
          param: "fault",
        },
      );
    }
    json(call, { ok: true });
  }
}

const COMMON = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

function json(call: PageCall, value: unknown): void {
  write(call, 200, JSON.stringify(value), { "content-type": "application/json" });
}

function write({ response }: PageCall, status: number, text: string, headers: Record<string, string>): void {
  (response as ServerResponse).writeHead(status, {
    ...COMMON,
    ...headers,
    "content-length": String(Buffer.byteLength(text)),
  });
  response.end(text);
}
