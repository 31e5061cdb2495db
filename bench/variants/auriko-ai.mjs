import { pathToFileURL } from "node:url";
import { provider } from "./ai-do-stream.mjs";
import { MODEL } from "./question.mjs";

// Beside the SDK, so that it takes the same build of it.
const { AURIKO_SDK } = process.env;
export const from = AURIKO_SDK
  ? pathToFileURL(`${AURIKO_SDK}/../ai-sdk-provider/dist/index.mjs`).href
  : new URL("../../packages/ai-sdk-provider/dist/index.mjs", import.meta.url).href;

export const connect = provider(async ({ baseUrl }) => {
  const { createAuriko } = await import(from);
  return createAuriko({ apiKey: "ak_test_bench", baseURL: baseUrl })(MODEL);
});
