import type { DirectoryResponse, ProviderEntry, TierEntry } from "../models/directory";
import { isOpen } from "../models/offer-filters";
import { commandArguments } from "./command-arguments";
import type { CommandIo } from "./command-io";
import { numberOption } from "./number-option";
import { withClient } from "./sdk-client";
import { NONE, table } from "./table";

/** What `auriko models --help` prints. */
export const MODELS_HELP = `Usage: auriko models [word …] [options]

Lists models with everyone who offers them, cheapest first within a model. Prices are in USD per 1M tokens, context in
tokens. Words are looked for in ids, aliases, names and families; all of them have to be found.

Options:
  --provider <name>       offers of this provider only; may be repeated
  --tier <name>           offers of this tier only, for example standard, flex or priority
  --min-context <tokens>  a context window of at least so many tokens
  --max-input <usd>       an input price of at most so much
  --max-output <usd>      an output price of at most so much
  --caching               offers with a price for cached input only
  --local                 ask a gateway on this machine instead
  --json                  print one JSON array of offers`;

/** The options of `auriko models`. */
export const MODELS_OPTIONS = {
  provider: { type: "string", multiple: true },
  tier: { type: "string" },
  "min-context": { type: "string" },
  "max-input": { type: "string" },
  "max-output": { type: "string" },
  caching: { type: "boolean" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** One line of the list: one tier of one provider's offer of a model. */
interface Offer {
  readonly model: string;
  readonly provider: string;
  readonly tier: string;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly context: number | null;
}

/** Runs `auriko models`: 1 when nothing was found. */
export async function runModels(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = commandArguments(args, MODELS_OPTIONS);
  const [minContext, maxInput, maxOutput] = (["min-context", "max-input", "max-output"] as const).map(
    (name) => numberOption(`--${name}`, values[name], { from: 0 }),
  );
  const directory = await withClient(io, values.local, (client) =>
    client.models.listDirectory({ signal: io.stop }),
  );
  const found = offersIn(directory, positionals).filter(
    (offer) =>
      (values.provider === undefined || values.provider.includes(offer.provider)) &&
      (values.tier === undefined || offer.tier === values.tier) &&
      atLeast(offer.context, minContext) &&
      atMost(offer.input, maxInput) &&
      atMost(offer.output, maxOutput) &&
      (values.caching !== true || offer.cacheRead !== null),
  );
  if (values.json) io.print(JSON.stringify(found));
  else if (found.length === 0) io.complain("No offer is like that.");
  else for (const line of table(TITLES, found.map(cells))) io.print(line);
  return found.length === 0 ? 1 : 0;
}

const TITLES = ["MODEL", "PROVIDER", "TIER", "INPUT", "OUTPUT", "CACHE READ", "CACHE WRITE", "CONTEXT"];

/** Twelve digits, since prices are products: 1.8, not 1.7999999999999998. */
const shownNumber = (value: number): number => Number(value.toPrecision(12));

const cells = (offer: Offer) => [
  offer.model,
  offer.provider,
  offer.tier,
  ...[offer.input, offer.output, offer.cacheRead, offer.cacheWrite, offer.context].map((value) =>
    value === null ? NONE : shownNumber(value),
  ),
];

/** An offer that does not say is not known to be large, or cheap, enough. */
const atLeast = (value: number | null, limit: number | undefined) =>
  limit === undefined || (value !== null && value >= limit);
const atMost = (value: number | null, limit: number | undefined) =>
  limit === undefined || (value !== null && value <= limit);

function offersIn(directory: DirectoryResponse, words: readonly string[]): Offer[] {
  const now = new Date();
  return Object.entries(directory.models)
    .filter(([id, model]) => {
      const texts = [id, model.display_name, model.family, ...(model.aliases ?? [])].map((text) =>
        String(text).toLowerCase(),
      );
      return words.every((word) => texts.some((text) => text.includes(word.toLowerCase())));
    })
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([id, { providers }]) =>
      providers
        .filter((entry) => isOpen(entry, now))
        .flatMap((entry) => (entry.tiers ?? []).map((tier) => offerOf(id, entry, tier)))
        .sort((one, other) => priceOf(one) - priceOf(other)),
    );
}

const offerOf = (model: string, entry: ProviderEntry, tier: TierEntry): Offer => ({
  model,
  provider: entry.provider,
  tier: tier.name,
  input: tier.input_price ?? null,
  output: tier.output_price ?? null,
  cacheRead: tier.cache_read_price ?? null,
  cacheWrite: tier.cache_write_price ?? null,
  context: entry.context_window ?? null,
});

const priceOf = ({ input, output }: Offer) =>
  input === null || output === null ? Number.MAX_VALUE : input + output;
