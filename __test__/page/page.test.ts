import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FIXTURE_FORMAT, type Gateway, startGateway } from "../../gateway";
import { hello, post } from "../gateway/call-gateway";
import { chromiumPath, startChromium, withoutChromium } from "./chromium";
import { someTraffic } from "./some-traffic";

it.runIf(chromiumPath === undefined)("needs Chromium", ({ skip }) => skip(withoutChromium));

describe.runIf(chromiumPath !== undefined)("the page, in Chromium", () => {
  let browser: Browser;
  let gateway: Gateway;
  let page: Page;
  let outside: string[];
  let complaints: string[];
  beforeAll(async () => {
    browser = await startChromium();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    gateway = await startGateway({ seed: 1 });
    [outside, complaints] = [[], []];
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
    page.setDefaultTimeout(40_000);
    page.on("request", (request) => {
      if (!request.url().startsWith(gateway.url) && !/^(data|blob):/.test(request.url()))
        outside.push(request.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    await gateway.close();
    expect({ outside, complaints }).toEqual({ outside: [], complaints: [] });
  });

  const rows = () => page.locator("[role=option]");
  const open = async () => {
    await page.goto(gateway.url);
    await page.getByText("live", { exact: true }).waitFor();
  };

  it("shows requests when they come, with who answered, and in full who was left out and why", async () => {
    await open();
    await page.getByText("Nothing has been asked yet").waitFor();
    await post(gateway, "chat/completions", {
      ...hello,
      model: "gpt-oss-20b",
      gateway: { routing: { optimize: "cost", max_ttft_ms: 300 } },
    });
    await rows().first().click();
    const panel = page.getByRole("tabpanel");
    const decision = gateway.lastRequest?.decision;
    await panel.getByText("answered", { exact: true }).waitFor();
    const text = await panel.textContent();
    expect(text).toContain(decision?.strategy);
    for (const { provider, score, excluded } of decision?.candidates ?? []) {
      expect(text).toContain(provider);
      if (score !== undefined) expect(text).toContain(score.toFixed(3));
      if (excluded !== undefined) expect(text).toContain(excluded.reason);
    }
    expect(decision?.candidates.some(({ excluded }) => excluded !== undefined)).toBe(true);
  });

  it("is live however late its first frame is drawn", async () => {
    await page.addInitScript(() => {
      const { setTimeout: wait } = globalThis;
      // Changes of the list are told after 50 ms; whatever else waits, waits longer, and no frame comes before.
      const late = (run: () => void, ms = 0) => wait(run, ms === 50 ? ms : ms + 700);
      Object.assign(globalThis, { setTimeout: late, requestAnimationFrame: () => 0 });
    });
    await open();
  });

  it("shows a request as it was sent and answered, and never a key", async () => {
    await open();
    await post(gateway, "chat/completions", { ...hello, user: `it is ${gateway.apiKey}` });
    await rows().first().click();
    await page.getByRole("tab", { name: "Request" }).click();
    const panel = page.getByRole("tabpanel");
    await panel.getByText("POST /v1/chat/completions HTTP/1.1").waitFor();
    expect(await panel.textContent()).toContain("authorization: Bearer ***");
    expect(await panel.textContent()).toContain('"content": "Hello"');
    await page.keyboard.press("ArrowRight");
    await panel.getByText('"routing_metadata"').waitFor();
    await page.keyboard.press("ArrowRight");
    await panel.getByText("curl -N").waitFor();
    expect(await page.content()).not.toContain(gateway.apiKey);
  });

  it("is used by the keyboard alone: list, tabs, filter, dialogs, theme", async () => {
    await someTraffic(gateway);
    await open();
    await page.getByRole("listbox").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const selected = page.locator('[role=option][aria-selected="true"]');
    await expect.poll(() => selected.getAttribute("aria-posinset")).toBe("2");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("tabpanel").count()).toBe(0);
    await page.keyboard.press("/");
    await page.keyboard.type("responses");
    await page.getByText("6 of 23 requests").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("t");
    await page.keyboard.press("t");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.keyboard.press("n");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });

  it("sends requests and faults from its forms, without a key in the page", async () => {
    await open();
    await page.keyboard.press("f");
    await page.getByRole("dialog").getByLabel("Fault").fill("503;retry-after=1");
    await page.getByRole("button", { name: "Set" }).click();
    await page.getByText("It strikes the next request.").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await page.keyboard.press("n");
    await page.getByLabel("Prompt").fill("Sent from the page");
    for (const status of [503, 200]) {
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await expect.poll(() => gateway.lastRequest?.end && gateway.lastRequest.status).toBe(status);
    }
    expect(gateway.lastRequest).toMatchObject({
      path: "/v1/chat/completions",
      body: { messages: [{ content: "Sent from the page" }], stream: true },
    });
    complaints = complaints.filter((complaint) => !complaint.includes("503"));
  });

  it("exports a request as curl, as a test and as a fixture that answers the same", async () => {
    await post(gateway, "chat/completions", { ...hello, stream: true }).then((response) => response.text());
    await open();
    await rows().first().click();
    await page.getByRole("tab", { name: "Export" }).click();
    const exports = page.locator(".export pre");
    await expect.poll(() => exports.count()).toBe(3);
    const [curl = "", test = "", fixture = ""] = await exports.allTextContents();
    expect(curl).toContain(`curl -N '${gateway.baseUrl}/chat/completions'`);
    expect(curl).toContain('-H "Authorization: Bearer $AURIKO_API_KEY"');
    expect(test).toContain("startGateway({ replay: fixture })");
    const replay = JSON.parse(fixture) as { format: typeof FIXTURE_FORMAT; entries: [] };
    expect(replay.format).toBe(FIXTURE_FORMAT);
    await using replaying = await startGateway({ replay });
    const said = await post(replaying, "chat/completions", { ...hello, stream: true });
    expect(await said.text()).toBe(gateway.requests[0]?.answer?.text);
  });

  it("stays quick with 10,000 requests: only those in sight are in the document", async () => {
    await using busy = await startGateway();
    const socket = connect(busy.port, "127.0.0.1").resume();
    socket.on("error", () => undefined);
    socket.write("GET /v1/nothing HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".repeat(10_000));
    await expect.poll(() => busy.requests.length, { timeout: 60_000 }).toBe(10_000);
    socket.destroy();
    const many = await browser.newPage();
    await many.goto(busy.url);
    await many.getByText("10,000 requests").waitFor({ timeout: 40_000 });
    expect(await many.locator("[role=option]").count()).toBeLessThan(60);
    await many.getByRole("listbox").focus();
    await many.keyboard.press("End");
    await many.locator('[role=option][aria-posinset="10000"]').waitFor();
    expect(await many.locator("[role=option]").count()).toBeLessThan(60);
    await many.close();
  }, 120_000);

  it("looks as it does in the guide", async () => {
    const folder = process.env.AURIKO_SCREENSHOTS;
    // The pictures show how long providers take; nothing else here does.
    const pace = folder === undefined ? "instant" : "real";
    await using real = await startGateway({ pace, byokProviders: ["fireworks_ai"] });
    const shown = await browser.newPage({ viewport: { width: 1360, height: 850 }, colorScheme: "light" });
    await shown.goto(real.url);
    await someTraffic(real);
    await shown.getByText("23 requests").waitFor();
    await shown.locator("[role=option]").first().click();
    await shown.getByText("answered", { exact: true }).waitFor();
    await expect.poll(() => shown.locator(".chosen").count()).toBe(1);
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      await shown.screenshot({ path: join(folder, "gateway-routing.jpg"), quality: 84 });
      await shown.locator("[role=option]").nth(5).click();
      await shown.getByRole("tab", { name: "Timeline" }).click();
      await shown.emulateMedia({ colorScheme: "dark" });
      await shown.waitForTimeout(300);
      await shown.screenshot({ path: join(folder, "gateway-timeline.jpg"), quality: 84 });
    }
    await shown.close();
  }, 120_000);
});
