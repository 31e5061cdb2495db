/**
 * What edge runtimes and browsers get in place of the SDK: a native addon can't be loaded there, and a silent failure at
 * the first request would be harder to understand than one at import.
 */
throw new Error(
  "@auriko/sdk needs Node.js, Bun or Deno: its core is a native addon, which edge runtimes and browsers can't load. " +
    "Use the `openai` package there, with Auriko's base URL: " +
    'new OpenAI({ apiKey: "<your Auriko key>", baseURL: "https://api.auriko.ai/v1" }). ' +
    "For the AI SDK, and in place of @auriko/ai-sdk-provider, use `@ai-sdk/openai-compatible` with the same address.",
);

export {};
