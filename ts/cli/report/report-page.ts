import { maskKnownShapes } from "../../redaction/known-shapes";
import { VERSION } from "../../version";
import { type BatchFigures, Figures } from "./batch-figures";
import { barChart, columnChart } from "./charts";
import { html, Markup } from "./markup";

const DAY = 86_400_000;
/** More hours than this are shown by day. */
const MOST_HOURS = 96;
/** More rows than this make a page that nobody reads. */
const MOST_ROWS = 500;

const STYLE = `
:root{color-scheme:light dark;--text:#1c2330;--dim:#5c6675;--line:#dde2ea;--back:#fff;--bar:#2f6fde;--bad:#d2483f}
@media(prefers-color-scheme:dark){:root{--text:#e5e9f0;--dim:#9aa5b5;--line:#333c4a;--back:#14181f;--bar:#6ea0ff;--bad:#ff7b72}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1360px;padding:24px;background:var(--back);color:var(--text);font:15px/1.45 system-ui,sans-serif}
.foot{margin-top:24px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px}p{color:var(--dim);margin:0 0 16px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:16px 0}
dl div{border:1px solid var(--line);border-radius:8px;padding:10px 12px}dt{color:var(--dim);font-size:13px}dd{margin:0;font-size:20px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:24px}
figure{margin:0;min-width:0}figcaption{font-weight:600;margin-bottom:6px}svg{width:100%;height:auto;display:block}
svg text{font-size:13px;fill:var(--text);dominant-baseline:central}.label{text-anchor:end}.value,.tick{fill:var(--dim)!important}.tick{font-size:11px}
.bar{fill:var(--bar)}.bad{fill:var(--bad)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:5px 10px;border-bottom:1px solid var(--line);white-space:nowrap}th{color:var(--dim);font-weight:600}
th:first-child,td:first-child{text-align:left}th.message,td.message{white-space:normal;text-align:left;overflow-wrap:anywhere}`;

/** A page on the output of a batch that needs nothing else: no script, no network. */
export function reportPage(figures: BatchFigures, source: string): string {
  const { total, byModel, byProvider, failures, unreadable } = figures;
  const times = byTime(figures);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Batch report: ${source}</title><style>${new Markup(STYLE)}</style></head><body>
<h1>Batch report</h1><p>${source}${unreadable > 0 ? `, of which ${unreadable} lines can't be read` : ""}</p>
${summary(total)}
<div class="charts">
${barChart(
  "Cost by model",
  bars(byModel, (one) => one.costUsd, dollars),
)}
${barChart(
  "Cost by provider",
  bars(byProvider, (one) => one.costUsd, dollars),
)}
${barChart(
  "Tokens by model",
  bars(byModel, (one) => one.inputTokens + one.outputTokens, whole),
)}
${barChart(
  "Median latency by model",
  bars(byModel, (one) => one.latency.quantile(0.5) ?? 0, duration),
)}
${columnChart(
  "Requests over time",
  times.map(([label, one]) => ({
    label,
    good: one.answered,
    bad: one.failed,
    text: `${whole(one.answered)} answered, ${whole(one.failed)} failed`,
  })),
)}
${columnChart(
  "Cost over time",
  times.map(([label, one]) => ({ label, good: one.costUsd, bad: 0, text: dollars(one.costUsd) })),
)}
</div>
${section("By model", "Model", sorted(byModel))}
${section("By provider", "Provider", sorted(byProvider))}
${section("By time", "UTC", times)}
${failures.size === 0 ? "" : failureTable(figures)}
<p class="foot">Latency includes retries and waits, of answers only. Cost is what answers reported. @auriko/sdk ${VERSION}</p>
</body></html>
`;
  return page.text;
}

function summary(total: Figures): Markup {
  const facts: [string, string][] = [
    ["Answered", whole(total.answered)],
    ["Failed", whole(total.failed)],
    ["Cost", dollars(total.costUsd)],
    ["Input tokens", whole(total.inputTokens)],
    ["of them cached", whole(total.cachedTokens)],
    ["Output tokens", whole(total.outputTokens)],
    ["Median latency", duration(total.latency.quantile(0.5))],
    ["99 % within", duration(total.latency.quantile(0.99))],
  ];
  if (total.unknownCost > 0) facts.push(["Without a cost", whole(total.unknownCost)]);
  return html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function bars(
  groups: ReadonlyMap<string, Figures>,
  value: (one: Figures) => number,
  text: (value: number) => string,
) {
  return [...groups].map(([label, figures]) => ({
    label,
    value: value(figures),
    text: text(value(figures)),
  }));
}

const sorted = (groups: ReadonlyMap<string, Figures>): [string, Figures][] =>
  [...groups].sort(([, one], [, other]) => other.costUsd - one.costUsd || other.requests - one.requests);

const HEADS = ["Answered", "Failed", "Repeated", "Input", "Cached", "Output", "Cost", "p50", "p90", "p99"];

function section(title: string, name: string, rows: readonly [string, Figures][]): Markup {
  const lines = rows.slice(0, MOST_ROWS).map(([label, one]) => {
    const cells = [
      one.answered,
      one.failed,
      one.repeated,
      one.inputTokens,
      one.cachedTokens,
      one.outputTokens,
    ].map(whole);
    const quantiles = [0.5, 0.9, 0.99].map((share) => duration(one.latency.quantile(share)));
    const values = [...cells, dollars(one.costUsd), ...quantiles];
    return html`<tr><td>${label}</td>${values.map((value) => html`<td>${value}</td>`)}</tr>`;
  });
  return html`<h2>${title}</h2><div class="wide"><table><thead><tr><th>${name}</th>${HEADS.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

function failureTable({ failures }: BatchFigures): Markup {
  const rows = [...failures].sort(([, one], [, other]) => other.count - one.count).slice(0, MOST_ROWS);
  const lines = rows.map(
    ([code, { count, message }]) =>
      html`<tr><td>${code}</td><td>${whole(count)}</td><td class="message">${maskKnownShapes(message).slice(0, 500)}</td></tr>`,
  );
  return html`<h2>Failures</h2><div class="wide"><table><thead><tr><th>Code</th><th>Times</th><th class="message">One of the messages</th></tr></thead><tbody>${lines}</tbody></table></div>`;
}

/** Hours in their order; days, where there are many. */
function byTime({ byHour }: BatchFigures): [string, Figures][] {
  const hours = [...byHour].sort(([one], [other]) => one - other);
  if (hours.length <= MOST_HOURS)
    return hours.map(([start, figures]) => [`${iso(start).slice(5, 13)}:00`, figures]);
  const days = new Map<number, Figures[]>();
  for (const [start, figures] of hours) {
    const day = Math.floor(start / DAY) * DAY;
    days.set(day, [...(days.get(day) ?? []), figures]);
  }
  return [...days].map(([day, parts]) => [iso(day).slice(0, 10), Figures.sum(parts)]);
}

const iso = (time: number) => new Date(time).toISOString().replace("T", " ");
const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const dollars = (value: number) => `$${value >= 100 ? value.toFixed(2) : value.toFixed(value >= 1 ? 3 : 6)}`;

function duration(milliseconds: number | null): string {
  if (milliseconds === null) return "–";
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}
