import * as http from "node:http";
import * as https from "node:https";
import { isObject } from "../call/field-checks";
import type { ModelCall } from "../call/model-call";
import { cleanExtension } from "../call/read-extensions";
import type { Candidate } from "../routing/candidate";
import { unacceptedParameters } from "../routing/constraint-filters";
import { ApiFailure } from "../server/api-failure";
import type { UpstreamBinding } from "./upstream-binding";

/** Fields that only the gateway understands. */
const OWN_FIELDS = ["gateway", "routing", "models", "extensions", "auriko_metadata"];

/** Which of a provider's extensions go to it; Google's are named without the product. */
const EXTENSION_NAMES: Readonly<Record<string, string>> = { google_ai_studio: "google" };

/** The body that goes to the provider: the caller's, with the provider's model id and without the gateway's fields. */
export function upstreamBody(
  call: ModelCall,
  candidate: Candidate,
  written: Readonly<Record<string, unknown>> = call.body,
): Record<string, unknown> {
  const dropped = new Set([...OWN_FIELDS, ...unacceptedParameters(candidate, call)]);
  const body = Object.fromEntries(Object.entries(written).filter(([name]) => !dropped.has(name)));
  const extensions = isObject(written.extensions) ? written.extensions : {};
  const own = extensions[EXTENSION_NAMES[candidate.provider.id] ?? candidate.provider.id];
  if (call.endpoint === "chat_completions") {
    delete body.reasoning;
    if (call.stream) body.stream_options = { ...asObject(body.stream_options), include_usage: true };
  }
  return { ...body, ...(isObject(own) && cleanExtension(own)), model: candidate.offer.providerModelId };
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** What goes to a real endpoint. */
interface UpstreamRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How errors call it. */
  readonly to: string;
  readonly provider?: string;
  readonly signal: AbortSignal;
}

/** Keeps connections to real providers open from one request to the next. */
export class UpstreamAgents {
  readonly #http = new http.Agent({ keepAlive: true });
  readonly #https = new https.Agent({ keepAlive: true });

  /**
   * Sends a model call and resolves with the response once its headers are there.
   *
   * @throws ApiFailure `upstream_error`
   */
  send(
    binding: UpstreamBinding,
    provider: string,
    path: string,
    body: string,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const url = new URL(`${binding.baseUrl.replace(/\/+$/, "")}/${path}`);
    const headers = requestHeaders(binding, provider);
    return this.request(url, { method: "POST", headers, body, to: provider, provider, signal });
  }

  /**
   * Sends a request and resolves with the response once its headers are there.
   *
   * @throws ApiFailure `upstream_error`
   */
  request(
    url: URL,
    { method, headers, body, to, provider, signal }: UpstreamRequest,
  ): Promise<http.IncomingMessage> {
    const secure = url.protocol === "https:";
    const agent = secure ? this.#https : this.#http;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = {
      method,
      agent,
      headers: { ...headers, ...length, "accept-encoding": "identity" },
      signal,
    };
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(url, options, resolve);
      request.on("error", ({ message }) => {
        const details = provider === undefined ? {} : { provider };
        reject(new ApiFailure("upstream_error", `${to} can't be reached: ${message}`, details));
      });
      request.end(body);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

function requestHeaders(binding: UpstreamBinding, provider: string): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    ...binding.headers,
  };
  if (binding.apiKeyEnv === undefined) return headers;
  const key = process.env[binding.apiKeyEnv];
  if (!key) {
    const message = `The environment variable ${binding.apiKeyEnv} with the key of ${provider} is not set.`;
    throw new ApiFailure("upstream_error", message, { provider });
  }
  return { ...headers, authorization: `Bearer ${key}` };
}
