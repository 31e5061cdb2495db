import { html, type Markup } from "./markup";

/** One bar: what it is of, how long it is, and what is written behind it. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** Bars that a chart shows; the tables have all. */
const MOST_BARS = 15;
const WIDTH = 640;
const ROW = 26;
const LABEL = 200;
const TEXT = 110;

/** Horizontal bars, the longest first. */
export function barChart(title: string, bars: readonly Bar[]): Markup {
  const shown = [...bars].sort((one, other) => other.value - one.value).slice(0, MOST_BARS);
  const longest = Math.max(...shown.map(({ value }) => value), Number.MIN_VALUE);
  const room = WIDTH - LABEL - TEXT;
  const rows = shown.map(({ label, value, text }, index) => {
    const width = Math.max(1, (value / longest) * room);
    const middle = index * ROW + ROW / 2;
    return html`<g><title>${label}: ${text}</title>
<text x="${LABEL - 8}" y="${middle}" class="label">${shortened(label)}</text>
<rect x="${LABEL}" y="${index * ROW + 4}" width="${width.toFixed(1)}" height="${ROW - 8}" rx="2" class="bar"/>
<text x="${(LABEL + width + 6).toFixed(1)}" y="${middle}" class="value">${text}</text></g>`;
  });
  return figure(title, shown.length * ROW, rows, bars.length - shown.length);
}

/** One column: a part that went well, and one that did not. */
export interface Column {
  readonly label: string;
  readonly good: number;
  readonly bad: number;
  readonly text: string;
}

const HEIGHT = 180;
const AXIS = 26;

/** Columns over time, in the order in which they are given. */
export function columnChart(title: string, columns: readonly Column[]): Markup {
  const highest = Math.max(...columns.map(({ good, bad }) => good + bad), Number.MIN_VALUE);
  const step = WIDTH / Math.max(columns.length, 8);
  const scale = (value: number) => (value / highest) * (HEIGHT - AXIS - 8);
  // As many labels as have room.
  const every = Math.ceil(90 / step);
  const bars = columns.map(({ label, good, bad, text }, index) => {
    const [x, width] = [(index * step + step * 0.1).toFixed(1), (step * 0.8).toFixed(1)];
    const [low, high] = [scale(good), scale(bad)];
    const bottom = HEIGHT - AXIS;
    return html`<g><title>${label}: ${text}</title>
<rect x="${x}" y="${(bottom - low).toFixed(1)}" width="${width}" height="${low.toFixed(1)}" class="bar"/>
<rect x="${x}" y="${(bottom - low - high).toFixed(1)}" width="${width}" height="${high.toFixed(1)}" class="bad"/>
${index % every === 0 ? html`<text x="${x}" y="${HEIGHT - 8}" class="tick">${label}</text>` : ""}</g>`;
  });
  return figure(title, HEIGHT, bars, 0);
}

function figure(title: string, height: number, content: readonly Markup[], left: number): Markup {
  return html`<figure><figcaption>${title}${left > 0 ? `, the first ${MOST_BARS}` : ""}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${Math.max(height, ROW)}" role="img" aria-label="${title}">${content}</svg></figure>`;
}

const shortened = (label: string) => (label.length > 26 ? `${label.slice(0, 25)}…` : label);
