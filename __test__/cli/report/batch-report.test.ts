import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { readFigures } from "../../../ts/cli/report/batch-figures";
import { LatencyHistogram } from "../../../ts/cli/report/latency-histogram";
import { writeReport } from "../../../ts/cli/report/write-report";
import { chromiumPath, startChromium, withoutChromium } from "../../page/chromium";
import { answerLine, failureLine, folderOfTest, resultsFile, START } from "./some-results";

const HOUR = 3_600_000;

/** Two hours and a half, two models, three providers, some failures. */
const mixed = [
  ...Array.from({ length: 100 }, (_, index) => answerLine(index)),
  ...Array.from({ length: 40 }, (_, index) =>
    answerLine(100 + index, { model: "deepseek-chat", provider: "deepseek" }),
  ),
  answerLine(140, { provider: "azure <script>alert(1)</script>" }),
  failureLine(
    141,
    "invalid_request",
    "max_tokens is wrong & <b>bold</b>, key ak_test_0123456789abcdef0123456789abcdef",
  ),
  failureLine(142, "invalid_request", "another one"),
  failureLine(143, "rate_limit_exceeded", "Slow down."),
];

async function report(lines: readonly string[]): Promise<{ file: string; page: string }> {
  const folder = folderOfTest();
  const file = join(folder, "report.html");
  await writeReport(resultsFile(folder, lines), file);
  return { file, page: readFileSync(file, "utf8") };
}

describe("the figures of a batch", () => {
  test("are added up by model, provider and hour, failures by their code", async () => {
    const figures = await readFigures(resultsFile(folderOfTest(), mixed));
    const { total, byModel, byProvider, byHour, failures, unreadable } = figures;
    expect(total).toMatchObject({
      answered: 141,
      failed: 3,
      inputTokens: 14_100,
      cachedTokens: 5_640,
      repeated: 15,
    });
    expect(total.costUsd).toBeCloseTo(0.141);
    expect([...byModel].map(([name, { requests }]) => [name, requests])).toEqual([
      ["gpt-5.4", 104],
      ["deepseek-chat", 40],
    ]);
    expect([...byProvider.keys()]).toEqual([
      "openai",
      "deepseek",
      expect.stringContaining("azure"),
      "unknown",
    ]);
    expect([...byHour].map(([hour, { requests }]) => [hour, requests])).toEqual([
      [START, 60],
      [START + HOUR, 60],
      [START + 2 * HOUR, 24],
    ]);
    expect([...failures].map(([code, { count }]) => [code, count])).toEqual([
      ["invalid_request", 2],
      ["rate_limit_exceeded", 1],
    ]);
    expect(unreadable).toBe(0);
  });

  test("know the usage of Responses, and answers without a cost", async () => {
    const line = JSON.parse(answerLine(1));
    line.response.body = { object: "response", model: "m", usage: { input_tokens: 7, output_tokens: 3 } };
    const { total } = await readFigures(resultsFile(folderOfTest(), [JSON.stringify(line)]));
    expect(total).toMatchObject({ inputTokens: 7, outputTokens: 3, costUsd: 0, unknownCost: 1 });
  });

  test("pass over what is no result, such as a line that was cut", async () => {
    const lines = [answerLine(1), "", answerLine(2).slice(0, 50), "[]", "{}", "null", answerLine(3)];
    const { total, unreadable } = await readFigures(resultsFile(folderOfTest(), lines));
    expect([total.answered, unreadable]).toEqual([2, 4]);
  });

  test("hold whatever JSON stands in a line", async () => {
    const folder = folderOfTest();
    await fc.assert(
      fc.asyncProperty(
        fc.record({ response: fc.jsonValue(), error: fc.jsonValue(), facts: fc.jsonValue() }),
        async (line) => {
          const { total, unreadable } = await readFigures(resultsFile(folder, [JSON.stringify(line)]));
          expect(total.requests + unreadable).toBe(1);
        },
      ),
      { numRuns: Number(process.env.AURIKO_SOAK ?? 0) > 0 ? 5000 : 50 },
    );
  });
});

test("quantiles of latency are within 2 % of the sorted times", () => {
  const histogram = new LatencyHistogram();
  const times = Array.from({ length: 1000 }, (_, index) => 5 + index ** 1.5);
  for (const time of times) histogram.add(time);
  for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
    const exact = times[Math.ceil(times.length * share) - 1] as number;
    expect(Math.abs((histogram.quantile(share) as number) - exact) / exact).toBeLessThan(0.021);
  }
  expect(new LatencyHistogram().quantile(0.5)).toBeNull();
});

describe("the report of a batch", () => {
  test("is one page that needs nothing else, and shows what it was given as text", async () => {
    const { page } = await report(mixed);
    expect(page).not.toMatch(/<script|<b>|https?:|src=|url\(/);
    expect(page).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
    expect(page).toContain("azure &#60;script&#62;");
    expect(page).not.toContain("ak_test_0123456789abcdef0123456789abcdef");
    expect(page).toContain("$0.141");
    expect(page.length).toBeLessThan(40_000);
  });

  test("shows days where there are many hours", async () => {
    const lines = Array.from({ length: 200 }, (_, index) => answerLine(index * 60));
    const { page } = await report(lines);
    expect(page).toContain("2026-01-13");
    expect(page).not.toContain("01-13 ");
  });

  test("of no results is refused, as is a file that is not there", async () => {
    await expect(report(["{}"])).rejects.toThrow("holds no results");
    await expect(writeReport("/nowhere/results.jsonl", "/nowhere/report.html")).rejects.toThrow(
      "can't be read",
    );
    await expect(writeReport(resultsFile(folderOfTest(), mixed), "/nowhere/report.html")).rejects.toThrow(
      "can't be written",
    );
  });
});

it.runIf(chromiumPath === undefined)("needs Chromium", ({ skip }) => skip(withoutChromium));

describe.runIf(chromiumPath !== undefined)("the report, in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  }, 60_000);
  afterAll(() => browser.close());

  test.each([
    ["wide and light", 1440, "light"],
    ["narrow and dark", 390, "dark"],
  ] as const)("shows charts and tables, %s", async (_what, width, colorScheme) => {
    const { file } = await report(mixed);
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator("svg").count()).toBe(6);
    const bars = page.locator("svg[aria-label='Cost by model'] rect");
    const widths = await Promise.all(
      [0, 1].map(async (index) => (await bars.nth(index).boundingBox())?.width ?? 0),
    );
    expect((widths[0] as number) / (widths[1] as number)).toBeCloseTo(101 / 40, 0);
    const columns = page.locator("svg[aria-label='Requests over time'] rect.bad");
    expect((await columns.nth(2).boundingBox())?.height).toBeGreaterThan(1);
    expect(await page.getByRole("row", { name: /^deepseek-chat 40 0/ }).isVisible()).toBe(true);
    expect(await page.getByRole("cell", { name: /<b>bold<\/b>/ }).isVisible()).toBe(true);
    // Only tables scroll sideways.
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    // No text of a chart leaves it.
    const outside = await page.evaluate(`[...document.querySelectorAll("svg")].flatMap((svg) => {
      const box = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")].filter((text) => {
        const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1;
      }).map((text) => text.textContent);
    })`);
    expect({ outside, complaints, asked }).toEqual({
      outside: [],
      complaints: [],
      asked: [pathToFileURL(file).href],
    });
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, `report-${width}.png`), fullPage: true });
    await page.close();
  });
});
