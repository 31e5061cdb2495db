export type { UpstreamModel, UpstreamProvider } from "./catalogue/bind-upstreams";
export type {
  Catalogue,
  CatalogueCache,
  CatalogueDataPolicy,
  CatalogueEndpoint,
  CatalogueModel,
  CatalogueOffer,
  CatalogueProvider,
  CatalogueTier,
  OfferCapabilities,
  Percentiles,
} from "./catalogue/catalogue";
export { defaultCatalogue } from "./catalogue/default-catalogue";
export { type Clock, MANUAL_CLOCK_START, ManualClock, systemClock } from "./clock";
export type { Fault, FaultKind, FaultLike, FaultPoint, StatusFault } from "./faults/fault";
export { FAULT_HEADER, type FaultRule } from "./faults/fault-book";
export { FAULT_KINDS, parseFault } from "./faults/parse-fault";
export type { FailNextOptions, Gateway } from "./gateway";
export type { GatewayOptions, LocalGatewayOptions } from "./local-gateway-options";
export type { ExpectedRequest, RequestMatcher } from "./mocking/expected-request";
export { type MockAuriko, type MockAurikoOptions, mockAuriko } from "./mocking/mock-auriko";
export type { RecordingOptions } from "./mocking/recording";
export type { TestHooks } from "./mocking/test-hooks";
export type { BudgetOptions } from "./pricing/budgets";
export { estimateTokens } from "./pricing/estimate-tokens";
export type { RoutedCandidate, RoutingAttempt, RoutingDecision } from "./routing/decision";
export type { Outage } from "./routing/outages";
export { FIXTURE_FORMAT, type Fixture, type FixtureEntry } from "./scripting/fixture";
export type {
  Reply,
  ReplyContent,
  ReplyFunction,
  ReplyImage,
  ReplyObject,
  ReplyReasoningBlock,
  ReplyToolCall,
} from "./scripting/reply";
export type { RecordedRequest, RequestEnd } from "./server/recorded-request";
export type { WrittenAnswer } from "./server/written-answer";
export { startGateway } from "./start-gateway";
export type { ForwardTarget } from "./upstream/forwarder";
export type { UpstreamBinding } from "./upstream/upstream-binding";
