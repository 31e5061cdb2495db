import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../scripts/steps/free-port.mjs";
import { cleanEnvironment, nodeOfMajor } from "../packaging/node-versions";
import { Ecosystem, execute } from "./project";
import { toolFolder } from "./tools";
import { whole } from "./whole";

const minutes = 60_000;
let ecosystem: Ecosystem;
beforeAll(async () => {
  if (whole) ecosystem = await Ecosystem.prepare();
}, 3 * minutes);
afterAll(() => ecosystem?.remove());

const FILES: Readonly<Record<string, string>> = {
  "next.config.mjs": 'export default { output: "standalone" };\n',
  "app/layout.js":
    "export default function Layout({ children }) { return <html><body>{children}</body></html>; }\n",
  "app/page.js": "export default function Page() { return <p>Hello</p>; }\n",
  "app/api/run/route.js": `import { main } from "../../../program.mjs";

export const dynamic = "force-dynamic";

export async function GET() {
  try {
    await main();
    return new Response("all good");
  } catch (error) {
    return new Response(String(error?.stack), { status: 500 });
  }
}
`,
};

/** A project of Next.js with its own copy of it: Turbopack follows no link out of the project. */
async function nextProject() {
  const made = ecosystem.project();
  onTestFinished(() => made.remove());
  for (const [path, text] of Object.entries(FILES)) made.write(path, text);
  cpSync(toolFolder("next"), join(made.source, "node_modules"), { recursive: true, verbatimSymlinks: true });
  return made;
}

describe.runIf(whole)("Next.js without settings, standalone", () => {
  test.each([
    ["Turbopack", [] as string[]],
    ["webpack", ["--webpack"]],
  ])(
    "built with %s, answers over a route in another folder",
    async (_bundler, flags) => {
      const made = await nextProject();
      const node = nodeOfMajor(24);
      const next = join(made.source, "node_modules/next/dist/bin/next");
      const built = await execute(node, [next, "build", ...flags], made.source, {
        NEXT_TELEMETRY_DISABLED: "1",
      });
      expect(built.status, built.output).toBe(0);
      cpSync(join(made.source, ".next/standalone"), made.output, { recursive: true, verbatimSymlinks: true });
      made.removeSource();

      const port = await freePort();
      const server = spawn(node, ["server.js"], {
        cwd: made.output,
        env: { ...cleanEnvironment(), PORT: String(port), HOSTNAME: "127.0.0.1" },
        stdio: "ignore",
      });
      onTestFinished(() => {
        server.kill();
      });
      const answer = async () => {
        const response = await fetch(`http://127.0.0.1:${port}/api/run`);
        return response.text();
      };
      await expect.poll(answer, { timeout: minutes, interval: 500 }).toBe("all good");
    },
    10 * minutes,
  );
});
