import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [
  process.env.CHROMIUM_PATH ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The Chromium of this machine, or nothing. */
export const chromiumPath = places.find((path) => path !== "" && existsSync(path));

/** What a run without Chromium says instead of testing the page. */
export const withoutChromium =
  "There is no Chromium here: install it, or name it in CHROMIUM_PATH, to test the gateway's page.";

/** Starts it without a window. */
export function startChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(withoutChromium);
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
}
