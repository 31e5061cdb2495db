/** OpenAI's client lays these headers over those of any client, the key included, and no option switches that off. */
const CUSTOM_HEADERS = "OPENAI_CUSTOM_HEADERS";

/** Runs a synchronous function that makes a client of OpenAI's, which then can't see that variable. */
export function withoutOpenAIEnvironment<T>(make: () => T): T {
  const headers = process.env[CUSTOM_HEADERS];
  if (headers === undefined) return make();
  delete process.env[CUSTOM_HEADERS];
  try {
    return make();
  } finally {
    process.env[CUSTOM_HEADERS] = headers;
  }
}
