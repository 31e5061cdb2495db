/**
 * Errors as the AI SDK knows them. Its own classes tell each other by registered symbols instead of by identity, so an
 * error that carries the right symbols is recognised by every version and every copy of it.
 */
export function markAsAiSdkError<E extends Error>(error: E, name: string): E {
  Object.defineProperty(error, "name", { value: name, writable: true, configurable: true });
  for (const marker of ["vercel.ai.error", `vercel.ai.error.${name}`]) {
    Object.defineProperty(error, Symbol.for(marker), { value: true, configurable: true });
  }
  return error;
}

/** The AI SDK's error for a provider without a key. */
export function loadApiKeyError(cause: unknown): Error {
  const error = new Error(
    "Auriko API key is missing. Pass `apiKey` to createAuriko(), or set the environment variable AURIKO_API_KEY.",
    { cause },
  );
  return markAsAiSdkError(error, "AI_LoadAPIKeyError");
}

/** The AI SDK's error for a kind of model that the API does not have. */
export function noSuchModelError(modelType: string, modelId: string): Error {
  const error = new Error(
    `No such ${modelType}: ${modelId}. The Auriko API has language models only: use auriko("…") or auriko.responses("…").`,
  );
  return markAsAiSdkError(Object.assign(error, { modelId, modelType }), "AI_NoSuchModelError");
}
