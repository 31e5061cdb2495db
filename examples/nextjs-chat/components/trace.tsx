import type { AnswerFacts, TracedAttempt, Trace as TraceFacts } from "../lib/chat-message";
import { duration } from "./format";

/** How an answer came about: its way through the network, attempt by attempt. */
export function Trace({ trace, strategy }: { trace: TraceFacts; strategy: AnswerFacts["strategy"] }) {
  return (
    <details className="trace" data-testid="trace">
      <summary>Trace</summary>
      <dl>
        {strategy && <Row name="routed by" value={strategy} />}
        {trace.headersMs !== null && <Row name="headers after" value={duration(trace.headersMs)} />}
        {trace.firstEventMs !== null && <Row name="first event after" value={duration(trace.firstEventMs)} />}
        {trace.totalMs !== null && <Row name="complete after" value={duration(trace.totalMs)} />}
        {trace.attempts.map((attempt) => (
          <Row key={attempt.number} name={`attempt ${attempt.number}`} value={wordsFor(attempt)} />
        ))}
      </dl>
    </details>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function wordsFor({ status, failure, httpVersion, connectionReused, bytesReceived }: TracedAttempt): string {
  const connection =
    connectionReused === null ? [] : [connectionReused ? "warm connection" : "new connection"];
  const version = httpVersion === null ? [] : [`HTTP/${httpVersion}`];
  const outcome = failure ?? `status ${status}`;
  return [outcome, ...version, ...connection, `${(bytesReceived / 1000).toFixed(1)} kB`].join(", ");
}
