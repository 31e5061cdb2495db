import type { CatalogueOffer } from "../catalogue/catalogue";

/** The capabilities of an offer as flags. `supports_prompt_caching` is documented; the other names follow its pattern. */
export function capabilityMap(offer: CatalogueOffer): Record<string, boolean> {
  const { capabilities } = offer;
  return {
    supports_streaming: capabilities.streaming !== false,
    supports_tools: capabilities.tools === true,
    supports_json_mode: capabilities.jsonMode === true,
    supports_structured_output: capabilities.structuredOutput === true,
    supports_vision: offer.inputModalities.includes("image"),
    supports_reasoning: (capabilities.reasoning ?? "none") !== "none",
    supports_prompt_caching: capabilities.promptCaching === true,
  };
}

/** The flags that at least one of several offers has. */
export function unitedCapabilities(offers: readonly CatalogueOffer[]): Record<string, boolean> {
  const united: Record<string, boolean> = {};
  for (const offer of offers) {
    for (const [name, able] of Object.entries(capabilityMap(offer)))
      united[name] = united[name] === true || able;
  }
  return united;
}

/** All values of several lists, each once, in order. */
export function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
