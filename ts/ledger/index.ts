export { Ledger, type LedgerInit, type LedgerSummary, type SpendBegin } from "./ledger";
export type { LedgerTotals } from "./ledger-totals";
export type { ModelPrices } from "./price-list";
export { spendFactsOf } from "./spend-facts";
export type { SpendFacts, SpendMeter, SpendOutcome } from "./spend-meter";
