import type { RoutedCandidate, RoutingDecision } from "../../routing/decision";
import type { RequestDetail } from "../request-detail";
import { ms, usd } from "./format";

/** How a request was routed: the strategy, everybody who could have answered, who did, and why the others did not. */
export function RoutingView({ detail }: { readonly detail: RequestDetail }) {
  const { decision } = detail;
  if (decision === undefined) return <p class="notice">This request was not routed.</p>;
  const fit = decision.candidates.filter(({ excluded }) => excluded === undefined);
  const out = decision.candidates.filter(({ excluded }) => excluded !== undefined);
  return (
    <>
      <Strategy decision={decision} />
      <Attempts decision={decision} />
      <h3>
        {fit.length} of {decision.candidates.length} candidates fit
      </h3>
      <ol class="candidates">
        {fit.map((candidate, index) => (
          <Candidate key={`${index}`} candidate={candidate} chosen={isChosen(candidate, decision)} />
        ))}
      </ol>
      {out.length > 0 && <h3>Left out</h3>}
      <ul class="candidates out">
        {out.map((candidate, index) => (
          <Candidate key={`${index}`} candidate={candidate} chosen={false} />
        ))}
      </ul>
    </>
  );
}

function Strategy({ decision }: { readonly decision: RoutingDecision }) {
  return (
    <div class="strategy">
      <b>{decision.strategy}</b>
      <span>{decision.mode}</span>
      <div class="weights" role="img" aria-label={weightsText(decision)}>
        {Object.entries(decision.weights).map(([name, weight]) => (
          <i key={name} class={name} style={{ flexGrow: weight }}>
            {weight * 40 > name.length + 5 && `${name} ${Math.round(weight * 100)} %`}
          </i>
        ))}
      </div>
    </div>
  );
}

const weightsText = ({ weights }: RoutingDecision): string =>
  Object.entries(weights)
    .map(([name, weight]) => `${name} ${Math.round(weight * 100)} %`)
    .join(", ");

function Attempts({ decision }: { readonly decision: RoutingDecision }) {
  if (decision.attempts.length < 2 && decision.attempts.every(({ outcome }) => outcome === "success"))
    return null;
  return (
    <ol class="attempts" aria-label="Tries">
      {decision.attempts.map(({ provider, outcome, code }, index) => (
        <li key={`${index}`} class={outcome === "success" ? "good" : "bad"}>
          {provider}: {code ?? outcome}
        </li>
      ))}
    </ol>
  );
}

function Candidate({ candidate, chosen }: { readonly candidate: RoutedCandidate; readonly chosen: boolean }) {
  const { provider, providerModelId, tier, keySource, score, excluded } = candidate;
  return (
    <li class={chosen ? "chosen" : ""}>
      <span class="name">
        <b>{provider}</b>
        {chosen && <i class="tag good">answered</i>}
        {keySource === "byok" && <i class="tag">own key</i>}
        {tier !== "standard" && <i class="tag">{tier}</i>}
        <small>{providerModelId}</small>
      </span>
      <span class="facts">
        <span>{usd(candidate.costPer1m)} / 1M</span>
        <span>{ms(candidate.ttftMs)}</span>
        <span>{Math.round(candidate.throughputTps)} tok/s</span>
      </span>
      {score !== undefined && (
        <span class="score">
          <meter min={0} max={1} value={score} />
          <b>{score.toFixed(3)}</b>
        </span>
      )}
      {excluded && (
        <span class="reason">
          <code>{excluded.code}</code> {excluded.reason}
        </span>
      )}
    </li>
  );
}

function isChosen(candidate: RoutedCandidate, { chosen }: RoutingDecision): boolean {
  return (
    chosen !== undefined &&
    (["provider", "model", "tier", "keySource", "providerModelId"] as const).every(
      (field) => candidate[field] === chosen[field],
    )
  );
}
