import { useEffect, useRef, useState } from "preact/hooks";
import type { RequestSummary } from "../request-summary";
import { failed } from "./filter";
import { clock, count, ms, usd } from "./format";

interface Props {
  readonly requests: readonly RequestSummary[];
  readonly chosen: number | undefined;
  readonly onChoose: (index: number | undefined) => void;
  readonly empty: boolean;
}

const ROW = 44;
/** Rows drawn beyond what is seen, so that scrolling meets none that is missing. */
const BEYOND = 8;

/** The requests, latest first; only those in sight are in the document, however many there are. */
export function RequestTable({ requests, chosen, onChoose, empty }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const measure = () => {
    const { current } = box;
    if (current !== null) setView({ top: current.scrollTop, height: current.clientHeight });
  };
  useEffect(() => {
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  const first = Math.max(0, Math.floor(view.top / ROW) - BEYOND);
  const rows = requests.slice(first, Math.ceil((view.top + view.height) / ROW) + BEYOND);
  const move = (event: KeyboardEvent): void => {
    const at = requests.findIndex(({ index }) => index === chosen);
    const to = target(event.key, at, requests.length, Math.floor(view.height / ROW));
    if (event.key === "Escape") onChoose(undefined);
    if (to === undefined) return;
    event.preventDefault();
    onChoose(requests[to]?.index);
    reveal(box.current, to);
  };
  return (
    <div
      class="table"
      ref={box}
      role="listbox"
      aria-label="Requests"
      aria-activedescendant={chosen === undefined ? undefined : `request-${chosen}`}
      tabIndex={0}
      onScroll={measure}
      onKeyDown={move}
    >
      {empty && <Welcome />}
      <div class="rows" style={{ height: `${requests.length * ROW}px` }}>
        {rows.map((request, offset) => (
          <Row
            key={request.index}
            request={request}
            top={(first + offset) * ROW}
            position={first + offset + 1}
            total={requests.length}
            chosen={request.index === chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  readonly request: RequestSummary;
  readonly top: number;
  readonly position: number;
  readonly total: number;
  readonly chosen: boolean;
  readonly onChoose: (index: number) => void;
}

function Row({ request, top, position, total, chosen, onChoose }: RowProps) {
  const tokens = request.outputTokens;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of all its rows
    <div
      id={`request-${request.index}`}
      class="row"
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-setsize={total}
      aria-posinset={position}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(request.index)}
    >
      <span class={`status ${tone(request)}`}>{request.status ?? "···"}</span>
      <span class="what">
        <b>{request.model ?? request.path}</b>
        <small>
          {request.model === undefined ? request.method : request.path.replace("/v1/", "")}
          {request.stream && " · stream"}
        </small>
      </span>
      <span class="who">
        <b>{request.provider ?? ""}</b>
        <small>
          {request.strategy}
          {request.candidates !== undefined && ` · ${request.viable} of ${request.candidates}`}
        </small>
      </span>
      <span class="marks">
        {request.failedAttempts > 0 && <i class="tag warn">{request.failedAttempts} failed over</i>}
        {request.faults.map((fault) => (
          <i key={fault} class="tag bad">
            {fault}
          </i>
        ))}
        {request.end === "client" && <i class="tag">client left</i>}
        {(request.savedPercent ?? 0) > 0 && (
          <i class="tag good">cache −{Math.round(request.savedPercent ?? 0)} %</i>
        )}
      </span>
      <span class="number">
        <b>{ms(request.ttftMs ?? request.firstMs)}</b>
        <small>{tokens === undefined ? "" : `${count(tokens)} tokens`}</small>
      </span>
      <span class="number">
        <b>{usd(request.usd)}</b>
        <small>{clock(request.receivedAt)}</small>
      </span>
    </div>
  );
}

function Welcome() {
  return (
    <div class="welcome">
      <h2>Nothing has been asked yet</h2>
      <p>
        Point a client at <code>{location.origin}/v1</code>, or press <kbd>n</kbd> to send a request from
        here. It shows up the moment it arrives: who could have answered, who was left out and why, who
        answered, how fast and for how much.
      </p>
    </div>
  );
}

function tone(request: RequestSummary): string {
  if (failed(request)) return "bad";
  return request.end === undefined ? "open" : "good";
}

function target(key: string, at: number, length: number, page: number): number | undefined {
  if (length === 0) return undefined;
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: Math.max(0, at) - 1,
    k: Math.max(0, at) - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: length - 1,
  };
  const place = Object.hasOwn(to, key) ? to[key] : undefined;
  return place === undefined ? undefined : Math.min(length - 1, Math.max(0, place));
}

function reveal(box: HTMLElement | null, row: number): void {
  if (box === null) return;
  if (row * ROW < box.scrollTop) box.scrollTop = row * ROW;
  else if ((row + 1) * ROW > box.scrollTop + box.clientHeight)
    box.scrollTop = (row + 1) * ROW - box.clientHeight;
}
