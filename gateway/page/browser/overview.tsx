import { useEffect, useMemo, useRef } from "preact/hooks";
import UPlot from "uplot";
import type { RequestSummary } from "../request-summary";
import { failed } from "./filter";
import { count, ms, usd } from "./format";

/** The chart shows the latest of them: more would only lie on top of each other. */
const CHARTED = 400;
const HEIGHT = 112;

/** All requests in a few figures, and the latest in a chart: time to first token, and what it has cost so far. */
export function Overview({ requests }: { readonly requests: readonly RequestSummary[] }) {
  const sums = useMemo(() => sumUp(requests), [requests]);
  return (
    <section class="overview" aria-label="Overview">
      <dl>
        <Figure label="Requests" value={count(requests.length)} />
        <Figure label="Failed" value={count(sums.failed)} tone={sums.failed > 0 ? "bad" : undefined} />
        <Figure label="First token, median" value={ms(sums.ttft)} />
        <Figure label="Tokens out" value={count(sums.tokens)} />
        <Figure label="Cost" value={usd(sums.usd)} />
        <Figure label="Saved by caches" value={usd(sums.saved)} tone={sums.saved > 0 ? "good" : undefined} />
      </dl>
      <Chart requests={requests} />
    </section>
  );
}

function Figure({ label, value, tone }: { label: string; value: string; tone?: string | undefined }) {
  return (
    <div class={tone ?? ""}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Chart({ requests }: { readonly requests: readonly RequestSummary[] }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>();
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const made = new UPlot(options(current.clientWidth), [[], [], []], current);
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }));
    resize.observe(current);
    const forgetTheme = onThemeChange(() => made.redraw());
    return () => {
      forgetTheme();
      resize.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(series(requests)), [requests]);
  return (
    <div
      class="chart"
      ref={box}
      role="img"
      aria-label="Time to first token and cost of the latest requests"
    />
  );
}

function sumUp(requests: readonly RequestSummary[]) {
  const sum = { failed: 0, tokens: 0, usd: 0, saved: 0 };
  const ttft: number[] = [];
  for (const request of requests) {
    if (failed(request)) sum.failed += 1;
    sum.tokens += request.outputTokens ?? 0;
    sum.usd += request.usd ?? 0;
    sum.saved += request.savedUsd ?? 0;
    if (request.ttftMs !== undefined) ttft.push(request.ttftMs);
  }
  ttft.sort((left, right) => left - right);
  return { ...sum, ttft: ttft[Math.floor(ttft.length / 2)] };
}

function series(requests: readonly RequestSummary[]): UPlot.AlignedData {
  const latest = requests.slice(0, CHARTED).reverse();
  let cost = 0;
  return [
    latest.map(({ index }) => index),
    latest.map(({ ttftMs }) => ttftMs ?? null),
    latest.map((request) => {
      cost += request.usd ?? 0;
      return cost;
    }),
  ];
}

function options(width: number): UPlot.Options {
  const axis = {
    stroke: () => colour("--dim"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui",
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 0, 8, 0],
    scales: { x: { time: false } },
    axes: [
      { show: false },
      { ...axis, size: 52, space: 28, values: (_plot, values) => values.map((value) => ms(value)) },
      {
        ...axis,
        side: 1,
        scale: "usd",
        size: 66,
        space: 28,
        grid: { show: false },
        values: (_plot, values) => values.map((value) => usd(value)),
      },
    ],
    series: [
      {},
      {
        stroke: () => colour("--accent"),
        width: 0,
        paths: () => null,
        points: { show: true, size: 5, fill: () => colour("--accent") },
      },
      { scale: "usd", stroke: () => colour("--gold"), width: 1.5, points: { show: false } },
    ],
  };
}

/** A colour of the style sheet as the canvas takes it: `light-dark()` is only resolved in a colour that is used. */
function colour(name: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Calls back when the page turns light or dark. */
function onThemeChange(redraw: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const own = new MutationObserver(redraw);
  own.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", redraw);
  return () => {
    own.disconnect();
    system.removeEventListener("change", redraw);
  };
}
