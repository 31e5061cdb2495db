import { describe, expect, test } from "vitest";
import { readSpendRequest } from "../../ts/ledger/spend-request";
import { ASSUMED_OUTPUT_TOKENS } from "../../ts/tokens/estimate-output";
import { estimatePromptTokens } from "../../ts/tokens/estimate-prompt";
import { estimateTokens } from "../../ts/tokens/estimate-tokens";
import { read } from "../house/repository";
import { corpus } from "./corpus";

interface Estimates {
  readonly texts: readonly { readonly text: string; readonly tokens: number }[];
  readonly requests: readonly {
    readonly body: Readonly<Record<string, unknown>>;
    readonly prompt: number;
    readonly output: number;
  }[];
}

/** The same file holds the core's rule: `crates/auriko/src/tokens/tests.rs`. */
const estimates = JSON.parse(read("crates/auriko/src/tokens/estimates.json")) as Estimates;

describe("the rule for tokens, which the core has too, by which limits on tokens are kept", () => {
  test("gives for every text what stands in the file that both are held to", () => {
    expect(estimates.texts.map(({ text }) => ({ text, tokens: estimateTokens(text) }))).toEqual(
      estimates.texts,
    );
    const texts = new Set(estimates.texts.map(({ text }) => text));
    expect(Object.values(corpus).filter((text) => !texts.has(text))).toEqual([]);
  });

  test("gives for every request what stands there", () => {
    const reckoned = estimates.requests.map(({ body }) => ({
      body,
      prompt: estimatePromptTokens(body),
      output: readSpendRequest(body).maxOutputTokens ?? ASSUMED_OUTPUT_TOKENS,
    }));
    expect(reckoned).toEqual(estimates.requests);
  });
});
