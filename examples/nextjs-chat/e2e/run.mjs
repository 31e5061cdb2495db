// npm run test:e2e: installs the application as a user would, builds, starts it, and chats with it in Chromium.
import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installApplication } from "./install-application.mjs";
import { startScriptedGateway } from "./scripted-gateway.mjs";
import { startApplication } from "./start-application.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const application = await installApplication();
const { chromium } = createRequire(join(application, "package.json"))("playwright-core");
const gateway = await startScriptedGateway();
const server = await startApplication(application, {
  AURIKO_API_KEY: gateway.apiKey,
  AURIKO_BASE_URL: gateway.baseUrl,
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 940 }, deviceScaleFactor: 2 });
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(server.url);

  await ask(page, "What does a router for language models do?");
  const first = await facts(page, 0);
  assert.match(first, /Fireworks|Together|DeepSeek/, "the provider is shown");
  assert.match(first, /first token \d/, "the latency is shown");
  assert.match(first, /\$0\.0/, "the cost is shown");
  const trace = page.getByTestId("trace").first();
  await trace.locator("summary").click();
  assert.match(
    (await trace.textContent()) ?? "",
    /attempt 1status 200, HTTP\/1\.1, new connection/,
    "the trace is shown",
  );
  await trace.locator("summary").click();

  await page.getByText("First token", { exact: true }).click();
  await ask(page, "And why would I route by time to first token?");
  assert.match(await facts(page, 1), /Together/, "the fastest to answer is chosen");

  await page.getByText("Lowest cost", { exact: true }).click();
  await ask(page, "What is the cheapest answer you have?");
  assert.match(await facts(page, 2), /DeepSeek/, "the cheapest is chosen");

  const spent = Number((await page.getByTestId("spent").textContent())?.slice(1));
  assert.ok(spent > 0, "what was spent is added up");
  const { messages, gateway: routing } = gateway.lastRequest.body;
  assert.equal(messages.length, 5, "the conversation so far is sent along");
  assert.deepEqual(routing, { routing: { optimize: "cost-focus" } });
  await page.screenshot({ path: join(here, "../screenshot.png") });

  gateway.enqueue({ content: "word ".repeat(2000), fault: "drip;bytes=200;everyMs=20" });
  await page.getByLabel("Your message").fill("Talk for a long time");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByTestId("assistant").nth(3).getByText("word").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  assert.equal(await gateway.lastRequest.closed, "client", "Stop ends the request at the API");

  gateway.enqueue({ error: { code: "context_length_exceeded", message: "The conversation is too long." } });
  await page.getByLabel("Your message").fill("One more");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").filter({ hasText: "The conversation is too long." }).waitFor();

  assert.deepEqual(problems, []);
  process.stdout.write("The chat streams, routes, adds up its cost, stops and reports errors.\n");
} finally {
  await browser.close();
  await server.stop();
  await gateway.close();
  rmSync(application, { recursive: true, force: true });
}

async function ask(page, text) {
  const before = await page.getByTestId("facts").count();
  await page.getByLabel("Your message").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByTestId("facts").nth(before).waitFor({ timeout: 30_000 });
}

async function facts(page, index) {
  return (await page.getByTestId("facts").nth(index).textContent()) ?? "";
}
