import type { AnswerFacts } from "../lib/chat-message";
import { duration, providerName, usd } from "./format";

/** Route, latency and cost of an answer. What the server did not say is left out. */
export function Facts({ facts }: { facts: AnswerFacts }) {
  const { provider, ttftMs, throughputTps, durationMs, costUsd } = facts;
  return (
    <ul className="facts" data-testid="facts">
      {provider && <li className="provider">{providerName(provider)}</li>}
      {ttftMs != null && (
        <li title="Time to first token">
          <small>first token</small> {duration(ttftMs)}
        </li>
      )}
      {durationMs !== undefined && (
        <li title="From question to last token">
          <small>total</small> {duration(durationMs)}
        </li>
      )}
      {throughputTps != null && (
        <li title="Tokens per second">
          <small>speed</small> {Math.round(throughputTps)} tok/s
        </li>
      )}
      {costUsd != null && (
        <li className="cost" title="Billed cost">
          {usd(costUsd)}
        </li>
      )}
    </ul>
  );
}
