/**
 * What OpenAI Agents asks of a model. Written down here, without the package's own types, because those who only want
 * `AurikoOpenAI` don't have it; `never` stands for what is only passed on.
 */
export interface AgentsModel {
  getResponse(request: never): Promise<never>;
  getStreamedResponse(request: never): AsyncIterable<never>;
  getRetryAdvice?(request: never): never;
}

/** The part of a request to a model that routing goes into. */
export interface AgentsRequest {
  readonly modelSettings?:
    | { readonly providerData?: Readonly<Record<string, unknown>> | undefined }
    | undefined;
}

/** The part of a model's answer that is read here. */
export interface AgentsResponse {
  readonly responseId?: string | undefined;
  /** The raw answer; absent in the results of streamed runs. */
  readonly providerData?: unknown;
}

/** An event of a streamed answer. */
export interface AgentsEvent {
  readonly type: string;
  /** The raw chunk or event, for type `model`. */
  readonly event?: unknown;
  /** The whole answer, for type `response_done`. */
  readonly response?: { readonly id?: string | undefined; readonly providerData?: unknown };
}

/** The part of a run's result that is read here: one response for each step. */
export interface AgentsResult {
  readonly rawResponses: readonly unknown[];
}
