import type { RequestDetail } from "../request-detail";
import { count, ms } from "./format";

/** When what happened, from the arrival of the request to the last byte, and beside it what the answer says of itself. */
export function TimelineView({ detail }: { readonly detail: RequestDetail }) {
  const { headersMs, firstMs, lastMs, answer } = detail;
  const end = Math.max(lastMs ?? headersMs ?? 0, 0.01);
  const at = (time: number) => `${(time / end) * 100}%`;
  return (
    <>
      <div
        class="timeline"
        role="img"
        aria-label={`First byte after ${ms(firstMs)}, last after ${ms(lastMs)}`}
      >
        <i class="wait" style={{ width: at(firstMs ?? headersMs ?? end) }} />
        <i
          class="write"
          style={{ left: at(firstMs ?? end), width: at(Math.max(0, end - (firstMs ?? end))) }}
        />
        {answer?.times.slice(0, 500).map((time, index) => (
          <i key={`${index}`} class="event" style={{ left: at(time) }} />
        ))}
      </div>
      <table>
        <caption>As it passed here</caption>
        <Line name="Headers written" value={ms(headersMs)} />
        <Line name="First byte of the body" value={ms(firstMs)} />
        <Line name="Last byte" value={ms(lastMs)} />
        <Line name="Events" value={count(detail.events)} />
        <Line name="Bytes" value={count(answer?.bytes ?? 0)} />
      </table>
      <table>
        <caption>As the answer reports it</caption>
        <Line name="First token" value={ms(detail.ttftMs)} />
        <Line
          name="Throughput"
          value={detail.throughputTps === undefined ? "–" : `${detail.throughputTps.toFixed(1)} tokens/s`}
        />
        <Line name="Tokens in" value={detail.inputTokens === undefined ? "–" : count(detail.inputTokens)} />
        <Line
          name="Tokens out"
          value={detail.outputTokens === undefined ? "–" : count(detail.outputTokens)}
        />
      </table>
      {detail.faultsInFull.length > 0 && (
        <>
          <h3>Faults</h3>
          <pre>{JSON.stringify(detail.faultsInFull, null, 2)}</pre>
        </>
      )}
      {detail.routingMetadata !== undefined && (
        <>
          <h3>routing_metadata</h3>
          <pre>{JSON.stringify(detail.routingMetadata, null, 2)}</pre>
        </>
      )}
    </>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}
