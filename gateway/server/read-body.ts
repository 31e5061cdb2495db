import { startTimer, stopTimer } from "../real-timers";
import { ApiFailure } from "./api-failure";
import type { AnyRequest } from "./exchange";

/** How much of request bodies a gateway holds. */
export interface BodyLimits {
  /** Of one body, in bytes. */
  readonly maxBytes: number;
  /** How long a body may pause, in milliseconds. */
  readonly idleMs: number;
  /** What all bodies that are being read share. */
  readonly pool: BodyPool;
}

/** Counts the bytes of all bodies that are being read at the moment. */
export class BodyPool {
  readonly #capacity: number;
  #used = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether so many bytes more are to be had; they are taken if so. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#capacity) return false;
    this.#used += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }
}

/** Objects and arrays inside each other that a body may have, as `serde_json` counts them. */
const MAX_DEPTH = 128;

/**
 * The request body as text. A body that is too large is read to its end all the same, because a client that is still
 * sending would never look at the answer.
 */
export function readBody(request: AnyRequest, { maxBytes, idleMs, pool }: BodyLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let held = 0;
    let failure: ApiFailure | undefined;
    const give = (): void => {
      pool.giveBack(held);
      held = 0;
      chunks.length = 0;
    };
    const fail = (why: ApiFailure): void => {
      give();
      failure ??= why;
    };
    const finish = (why?: ApiFailure): void => {
      stopTimer(timer);
      if (why !== undefined) fail(why);
      if (failure === undefined) resolve(Buffer.concat(chunks).toString("utf8"));
      else reject(failure);
      give();
    };
    const timer = startTimer(() => finish(stalled(idleMs)), idleMs);
    request.on("data", (chunk: Buffer) => {
      timer.refresh();
      if (failure !== undefined) return;
      if (held + chunk.length > maxBytes) return fail(tooLarge(maxBytes));
      if (!pool.take(chunk.length)) return fail(tooMany());
      held += chunk.length;
      chunks.push(chunk);
    });
    request.on("end", () => finish());
    const brokenOff = () => finish(new ApiFailure("invalid_request", "The request body broke off."));
    request.on("error", brokenOff);
    request.on("aborted", brokenOff);
    request.on("close", () => {
      if (!request.readableEnded) brokenOff();
    });
  });
}

const tooLarge = (maxBytes: number) =>
  new ApiFailure("payload_too_large", `The request body exceeds ${maxBytes} bytes.`);
const tooMany = () =>
  new ApiFailure("service_unavailable", "The gateway is reading as many request bodies as it has room for.");
const stalled = (ms: number) =>
  new ApiFailure("invalid_request", `Nothing of the request body has come for ${ms} ms.`, { status: 408 });

/** Parses a body that has to be a JSON object. */
export function parseObject(text: string): Record<string, unknown> {
  if (isDeeperThan(text, MAX_DEPTH)) {
    throw new ApiFailure("invalid_request", `The request body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  const value = parseQuietly(text);
  if (value === undefined) throw new ApiFailure("invalid_request", "The request body is not valid JSON.");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiFailure("invalid_request", "The request body must be a JSON object.");
  }
  return value as Record<string, unknown>;
}

/** The JSON of a body; `undefined` for what is not JSON, or nested so deep that nothing could walk through it. */
export function parseQuietly(text: string): unknown {
  if (text === "" || isDeeperThan(text, MAX_DEPTH)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 0x5c /* \ */) index += 1;
      else if (code === 0x22 /* " */) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b /* { */ || code === 0x5b /* [ */) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d /* } */ || code === 0x5d /* ] */) depth -= 1;
  }
  return false;
}
