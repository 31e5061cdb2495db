import {
  type ApiKey,
  BadRequestError,
  type Client,
  type GatewayOptions,
  type RoutingOptions,
} from "@auriko/sdk";

/** Settings of a provider; all are optional. */
export interface AurikoProviderSettings {
  /**
   * The API key, or a function that returns one or a promise of one and is called once per request. Default: the
   * environment variable `AURIKO_API_KEY`, read at the first call.
   */
  apiKey?: ApiKey | undefined;
  /** Where the API is; `/v1` is added where it is missing. Default: `https://api.auriko.ai/v1`. */
  baseURL?: string | undefined;
  /** Headers of every request. */
  headers?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * A client to send requests through, for everything that a client can be told: timeouts, proxies, certificates, a
   * spend limit. Not together with `apiKey` and `baseURL`, which it has itself. Its retries are not used: the AI SDK
   * repeats calls. Default: a client of the provider's own.
   */
  client?: Client | undefined;
  /** For Auriko itself, on every call. */
  gateway?: GatewayOptions | undefined;
  /** Shorthand of `gateway.routing`. */
  routing?: RoutingOptions | undefined;
}

const known: readonly string[] = ["apiKey", "baseURL", "headers", "client", "gateway", "routing"];

const hints: Readonly<Record<string, string>> = {
  baseUrl: "Did you mean `baseURL`?",
  fetch: "Requests go through the native client: give `client` to configure it.",
  timeout: "Give `client: new Client({ timeout })`.",
  maxRetries: "The AI SDK repeats calls: give `maxRetries` to generateText or streamText.",
  models: "Give `gateway: { models }`, or `models` with a call.",
};

/**
 * Refuses settings that would have no effect: a base URL under the wrong name must not send traffic to production.
 * @throws BadRequestError naming the setting in `param`.
 */
export function checkSettings(settings: AurikoProviderSettings): void {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    if (known.includes(name)) continue;
    throw wrong(
      name,
      `\`${name}\` is not a setting of createAuriko(). ${hints[name] ?? `It takes ${known.join(", ")}.`}`,
    );
  }
  if (settings.client === undefined) return;
  for (const name of ["apiKey", "baseURL"] as const) {
    if (settings[name] === undefined) continue;
    throw wrong(name, `\`${name}\` and \`client\` exclude each other: give it to the client.`);
  }
}

function wrong(param: string, message: string): BadRequestError {
  return new BadRequestError(message, {
    statusCode: 400,
    type: "invalid_request_error",
    code: "invalid_parameter_value",
    param,
  });
}
