import { GROWTH, LABELS } from "./plan.mjs";

const WIDTH = 960;
const PANEL = { width: 380, height: 300, top: 60, left: 80 };
const COLOURS = { auriko: "#0b7a53", openai: "#9a3412", "undici-floor": "#475569" };
const BAR = 22;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replaceAll("`", "");
const text = (x, y, content, more = "") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(content)}</text>`;

/** A run as a picture: chunks per second of each client, and how cost grows with streams and with length. */
export function plot(run) {
  const { streams, chunks } = run.full ? GROWTH.full : GROWTH.quick;
  const series = (prefix, steps) =>
    Object.keys(COLOURS).map((variant) => ({
      variant,
      points: steps
        .map((step) => [step, run.suites[`${prefix}-${step}`]?.results[variant]?.mainUsPerChunk?.median])
        .filter(([, value]) => value > 0),
    }));
  const bars = speedBars(run);
  const below = bars.height + 40;
  const parts = [
    bars.svg,
    panel(
      PANEL.left,
      below + PANEL.top,
      "Main thread, µs per chunk, by open streams",
      series("streams", streams),
    ),
    panel(
      PANEL.left + PANEL.width + 100,
      below + PANEL.top,
      "Main thread, µs per chunk, by length of the stream",
      series("length", chunks),
    ),
  ];
  const height = below + PANEL.top + PANEL.height + 60;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1e293b">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${parts.join("\n")}
</svg>
`;
}

function speedBars(run) {
  const results = run.suites["flat-text"]?.results ?? {};
  const speeds = Object.entries(results)
    .map(([variant, result]) => [variant, result.chunksPerSecond?.median])
    .filter(([, speed]) => speed > 0)
    .sort(([, one], [, other]) => other - one);
  const [left, top, width] = [290, 50, 540];
  const fastest = speeds[0]?.[1] ?? 1;
  const lines = speeds.map(([variant, speed], index) => {
    const y = top + index * BAR;
    const length = (speed / fastest) * width;
    const colour = COLOURS[variant.startsWith("auriko") ? "auriko" : variant] ?? "#94a3b8";
    return [
      text(left - 10, y + 14, LABELS[variant], 'text-anchor="end"'),
      `<rect x="${left}" y="${y + 3}" width="${length.toFixed(1)}" height="${BAR - 7}" fill="${colour}"/>`,
      text(left + length + 6, y + 14, `${Math.round(speed / 1000).toLocaleString("en")} k/s`),
    ].join("\n");
  });
  const title = text(
    20,
    30,
    "Chunks per second, one coalesced stream of plain text",
    'font-size="14" font-weight="600"',
  );
  return { svg: [title, ...lines].join("\n"), height: top + speeds.length * BAR };
}

/** Lines over logarithmic axes. */
function panel(left, top, title, lines) {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return "";
  const xs = axis(
    points.map(([x]) => x),
    left,
    PANEL.width,
  );
  const ys = axis(
    points.map(([, y]) => y),
    top + PANEL.height,
    -PANEL.height,
  );
  const grid = [
    ...xs.ticks.map((tick) => {
      const x = xs.at(tick);
      return `<path d="M${x.toFixed(1)} ${top}v${PANEL.height}" stroke="#e2e8f0"/>${text(x, top + PANEL.height + 18, tick.toLocaleString("en"), 'text-anchor="middle"')}`;
    }),
    ...ys.ticks.map((tick) => {
      const y = ys.at(tick);
      return `<path d="M${left} ${y.toFixed(1)}h${PANEL.width}" stroke="#e2e8f0"/>${text(left - 8, y + 4, String(tick), 'text-anchor="end"')}`;
    }),
  ];
  const drawn = lines
    .filter(({ points: own }) => own.length > 0)
    .map(({ variant, points: own }) => {
      const path = own.map(([x, y]) => `${xs.at(x).toFixed(1)} ${ys.at(y).toFixed(1)}`).join("L");
      const line = Object.keys(COLOURS).indexOf(variant) + 1;
      const placed = `text-anchor="end" fill="${COLOURS[variant]}" font-weight="600"`;
      const label = text(left + PANEL.width - 8, top + line * 18, LABELS[variant], placed);
      const dots = own.map(
        ([x, y]) =>
          `<circle cx="${xs.at(x).toFixed(1)}" cy="${ys.at(y).toFixed(1)}" r="3" fill="${COLOURS[variant]}"/>`,
      );
      return `<path d="M${path}" fill="none" stroke="${COLOURS[variant]}" stroke-width="2"/>${dots.join("")}${label}`;
    });
  return [text(left, top - 16, title, 'font-size="14" font-weight="600"'), ...grid, ...drawn].join("\n");
}

function axis(values, origin, length) {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) =>
    Number((10 ** (low + index)).toPrecision(1)),
  );
  return { ticks, at: (value) => origin + ((Math.log10(value) - low) / (high - low)) * length };
}
