import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { RequestDetail } from "../request-detail";
import type { RequestSummary } from "../request-summary";
import { ExportView } from "./export-view";
import { count, ms, pretty, usd } from "./format";
import { get } from "./gateway-calls";
import { RoutingView } from "./routing-view";
import { TimelineView } from "./timeline-view";

const TABS = ["Routing", "Timeline", "Request", "Answer", "Export"] as const;
type Tab = (typeof TABS)[number];

/** One request in full. */
export function RequestPanel({
  summary,
  onClose,
}: {
  readonly summary: RequestSummary;
  readonly onClose: () => void;
}) {
  const [tab, setTab] = useState<Tab>("Routing");
  const [detail, setDetail] = useState<RequestDetail>();
  const [failure, setFailure] = useState<string>();
  const { index, end, status, events } = summary;
  useEffect(() => {
    get<RequestDetail>(`requests/${index}`).then(setDetail, ({ message }: Error) => setFailure(message));
  }, [index, end, status, events]);
  return (
    <section class="panel" aria-label={`Request ${index}`}>
      <PanelHead summary={summary} onClose={onClose} />
      <Tabs tab={tab} onTab={setTab} />
      <div class="content" id="panel" role="tabpanel" aria-label={tab}>
        {failure && <p class="notice">{failure}</p>}
        {detail && <TabContent tab={tab} detail={detail} />}
      </div>
    </section>
  );
}

function PanelHead({ summary, onClose }: { readonly summary: RequestSummary; readonly onClose: () => void }) {
  const { inputTokens, outputTokens, savedUsd } = summary;
  return (
    <div class="head">
      <h2>{summary.model ?? summary.path}</h2>
      <button type="button" onClick={onClose} aria-label="Close">
        ✕
      </button>
      <p>
        <code>{summary.id}</code>
        <span>{summary.end === undefined ? "being answered" : `ended: ${summary.end}`}</span>
        <span>first token {ms(summary.ttftMs ?? summary.firstMs)}</span>
        {outputTokens !== undefined && (
          <span>
            {count(inputTokens ?? 0)} → {count(outputTokens)} tokens
          </span>
        )}
        <span>{usd(summary.usd)}</span>
        {(savedUsd ?? 0) > 0 && <span class="good">{usd(savedUsd)} saved by the cache</span>}
      </p>
    </div>
  );
}

function Tabs({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const buttons = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const to = (TABS.indexOf(tab) + step + TABS.length) % TABS.length;
    onTab(TABS[to] ?? tab);
    buttons.current?.querySelectorAll("button")[to]?.focus();
  };
  return (
    <div class="tabs" role="tablist" tabIndex={-1} ref={buttons} onKeyDown={move}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls="panel"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function TabContent({ tab, detail }: { readonly tab: Tab; readonly detail: RequestDetail }) {
  switch (tab) {
    case "Routing":
      return <RoutingView detail={detail} />;
    case "Timeline":
      return <TimelineView detail={detail} />;
    case "Request":
      return (
        <Message
          first={`${detail.method} ${detail.path} HTTP/${detail.httpVersion}`}
          headers={detail.headers}
        >
          {pretty(detail.bodyText)}
        </Message>
      );
    case "Answer":
      return (
        <Message
          first={`HTTP/${detail.httpVersion} ${detail.status ?? "no answer yet"}`}
          headers={detail.answer?.headers ?? {}}
        >
          {pretty(detail.answer?.text ?? "")}
          {detail.answer?.truncated && "\n… the rest is not kept"}
        </Message>
      );
    case "Export":
      return <ExportView detail={detail} />;
  }
}

interface MessageProps {
  readonly first: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly children: ComponentChildren;
}

function Message({ first, headers, children }: MessageProps) {
  return (
    <>
      <pre class="headers">
        <b>{first}</b>
        {Object.entries(headers).map(([name, value]) => (
          <div key={name}>
            <i>{name}:</i> {value}
          </div>
        ))}
      </pre>
      <pre>{children}</pre>
    </>
  );
}
