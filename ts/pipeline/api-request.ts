import type { RequestOptions, ResolvedRequestOptions } from "../options/request-options";
import type { StreamInit } from "../streaming/stream-init";
import type { AlsoGood } from "./document";

/** What a method of a resource asks for: the first shape of a request. */
export interface ApiRequest<T> {
  readonly method: string | (() => string);
  /** Relative to the base URL, beginning with a slash; parts of it percent-encoded. */
  readonly path: string | (() => string);
  /** The options as the caller gave them. */
  readonly options: RequestOptions | undefined;
  /** Checks the parameters and makes the body; `undefined` sends none. */
  readonly body?: (options: ResolvedRequestOptions) => unknown;
  /** Headers of the endpoint's own; they win over the caller's. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /**
   * `until-received`: doing it twice would do harm, so it is sent again only while it can't have done anything yet.
   * Default: as often as the options allow.
   */
  readonly repeat?: "until-received";
  /** What to tell a caller who can't know whether the request did its work. */
  readonly lost?: () => string;
  /** Secrets of the body, which no error may show, even where the server repeats them. */
  readonly secrets?: () => readonly string[];
  /** Another body to send once instead, when the first one was refused with this error. */
  readonly fallback?: (error: unknown) => ApiRequest<T>["body"] | undefined;
  /** Whether it costs money: then the ledger keeps an entry of it. */
  readonly billed?: boolean;
  /** What besides an object is a good answer. Default: nothing is. */
  readonly alsoGood?: AlsoGood;
  /** What the JSON of a good answer becomes; it carries `responseHeaders` already. Default: itself. */
  readonly read?: (value: unknown) => T | Promise<T>;
  /** What an open stream becomes, before anything was read from it; without it the answer is one JSON document. */
  readonly open?: (stream: StreamInit) => T;
}
