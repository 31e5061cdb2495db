/** Binds a provider of the catalogue to a real OpenAI-compatible endpoint. */
export interface UpstreamBinding {
  /** Base URL up to and including `/v1`, for example `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  /** Name of the environment variable that holds the key, read once per request. Without it no key is sent. */
  readonly apiKeyEnv?: string;
  /** Extra headers for every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Milliseconds until the first event of a stream, or until the whole body where nothing streams, after which the next
   * candidate is tried. Default 120 000.
   */
  readonly timeoutMs?: number;
}
