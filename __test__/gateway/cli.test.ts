import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { defaultCatalogue } from "../../gateway";
import { runCli } from "../../ts/cli/run-cli";
import { buildCli } from "./build-cli";

const root = resolve(__dirname, "../..");

interface Run {
  readonly code: Promise<number>;
  readonly lines: string[];
  readonly complaints: string[];
  readonly stop: () => void;
}

function run(...args: string[]): Run {
  const [lines, complaints, abort] = [[] as string[], [] as string[], new AbortController()];
  const io = {
    print: (line: string) => lines.push(line),
    complain: (line: string) => complaints.push(line),
    write: () => {},
    isPiped: false,
    readInput: async () => "",
    environment: {},
    stop: abort.signal,
  };
  return { code: runCli(args, io), lines, complaints, stop: () => abort.abort() };
}

interface Listening {
  readonly baseUrl: string;
  readonly apiKey: string;
}

async function listening(started: Run): Promise<Listening> {
  await expect.poll(() => started.lines.length).toBeGreaterThan(0);
  return JSON.parse(started.lines[0] ?? "") as Listening;
}

const ask = ({ baseUrl, apiKey }: Listening, model = "gpt-4o"): Promise<Response> =>
  fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] }),
  });

it("shows help and the version", async () => {
  const help = run("--help");
  expect(await help.code).toBe(0);
  expect(help.lines.join("\n")).toContain("gateway");
  const more = run("gateway", "--help");
  expect(await more.code).toBe(0);
  for (const option of ["--port", "--catalog", "--pace", "--fault", "--seed", "--json", "--upstream"]) {
    expect(more.lines.join("\n")).toContain(option);
  }
  const version = run("--version");
  expect(await version.code).toBe(0);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(version.lines).toEqual([manifest.version]);
});

it.each([
  [[], 2, "Usage"],
  [["serve"], 2, 'Unknown command "serve"'],
  [["gateway", "--prot", "1"], 2, "--prot"],
  [["gateway", "--port", "x"], 2, "--port must be a whole number"],
  [["gateway", "--port", "70000"], 2, "--port"],
  [["gateway", "--pace", "slow"], 2, "--pace must be real or instant"],
  [["gateway", "--catalog", "/no/such.json"], 2, "--catalog"],
  [["gateway", "--model", "x"], 2, "--upstream"],
  [["gateway", "--fault", "explode"], 2, "Unknown fault"],
  [["gateway", "--port", "0", "--upstream", "localhost"], 2, "http://"],
])("ends %j with code %i and says why", async (args, code, text) => {
  const started = run(...args);
  expect(await started.code).toBe(code);
  expect([...started.complaints, ...started.lines].join("\n")).toContain(text);
});

it("prints its address, a key that works and a line per request, for machines", async () => {
  const started = run(
    "gateway",
    "--port",
    "0",
    "--seed",
    "1",
    "--pace",
    "instant",
    "--json",
    "--reply",
    "Hi",
  );
  const address = await listening(started);
  const answer = (await (await ask(address)).json()) as { choices: { message: { content: string } }[] };
  expect(answer.choices[0]?.message.content).toBe("Hi");
  await expect.poll(() => started.lines.length).toBe(2);
  expect(JSON.parse(started.lines[1] ?? "")).toMatchObject({
    event: "request",
    status: 200,
    path: "/v1/chat/completions",
    end: "complete",
    usd: expect.any(Number),
    decision: {
      strategy: "cost-focus",
      chosen: { provider: "openai" },
      why: expect.stringContaining("cost-focus"),
    },
  });
  started.stop();
  expect(await started.code).toBe(0);
  expect(JSON.parse(started.lines.at(-1) ?? "")).toEqual({ event: "stopped" });
  await expect(ask(address)).rejects.toThrow();
});

it("prints the same for people", async () => {
  const started = run("gateway", "--port", "0", "--pace", "instant", "--fault", "keep-alive");
  await expect.poll(() => started.lines.length).toBe(8);
  const baseUrl = /http:\S+/.exec(started.lines.join(" "))?.[0] ?? "";
  expect(started.lines[2]).toBe(`  page      ${baseUrl.replace("/v1", "/")}`);
  const apiKey = /ak_test_\w+/.exec(started.lines.join(" "))?.[0] ?? "";
  const set = process.platform === "win32" ? "set" : "export";
  expect(started.lines.slice(5, 7)).toEqual([
    `  ${set} AURIKO_BASE_URL=${baseUrl}`,
    `  ${set} AURIKO_API_KEY=${apiKey}`,
  ]);
  expect((await ask({ baseUrl, apiKey }, "gpt-oss-20b")).status).toBe(200);
  await expect.poll(() => started.lines.length).toBe(9);
  expect(started.lines[8]).toMatch(
    /POST {2}\/v1\/chat\/completions {2}200 .*gpt-oss-20b → together_ai {2}\$[\d.e-]+ {2}fault: keep-alive\n\s+cost-focus: 2 of 2/,
  );
  started.stop();
  expect(await started.code).toBe(0);
});

it("reads a catalogue, faults and upstreams from the command line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-cli-"));
  const file = join(folder, "catalogue.json");
  const { providers, models } = defaultCatalogue();
  writeFileSync(file, JSON.stringify({ providers, models: models.filter(({ id }) => id === "gpt-4o") }));
  const first = run(
    "gateway",
    "--port",
    "0",
    "--pace",
    "instant",
    "--json",
    "--catalog",
    file,
    "--key",
    "secret",
  );
  const upstream = await listening(first);
  expect((await ask(upstream, "gpt-4o-mini")).status).toBe(404);
  process.env.GATEWAY_CLI_KEY = "secret";
  const second = run(
    "gateway",
    "--port",
    "0",
    "--json",
    "--upstream",
    `openai=${upstream.baseUrl}`,
    "--upstream-key-env",
    "GATEWAY_CLI_KEY",
    "--model",
    "gpt-4o",
  );
  expect((await ask(await listening(second))).status).toBe(200);
  await expect.poll(() => first.lines.length).toBe(3);
  for (const started of [first, second]) {
    started.stop();
    expect(await started.code).toBe(0);
  }
  rmSync(folder, { recursive: true });
});

it.each(["SIGINT", "SIGTERM"] as const)("stops cleanly on %s as a process of its own", async (signal) => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-bin-"));
  const child = spawn(process.execPath, [buildCli(folder), "gateway", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(1);
  const { baseUrl, apiKey } = JSON.parse(lines[0] ?? "") as Listening;
  await fetch(`${baseUrl}/me`, { headers: { "x-gateway-fault": "refuse;for-ms=50" } }).catch(() => undefined);
  const reachable = () =>
    fetch(`${baseUrl}/registry/models`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(reachable).toBe(200);
  const stalled = fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "x-gateway-fault": "stall;at=start" },
    body: "{}",
  }).catch(() => "broken off");
  await new Promise((wait) => setTimeout(wait, 100));
  child.kill(signal);
  const code = await new Promise((done) => child.once("exit", (exit, killedBy) => done(exit ?? killedBy)));
  reader.close();
  expect([code, await stalled]).toEqual([0, "broken off"]);
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ event: "stopped" });
  rmSync(folder, { recursive: true });
});

it("takes the requests of programs for OpenAI's API where --compatibility says so, and refuses other words", async () => {
  const body = { model: "gpt-5.4", input: "Hello", store: true };
  for (const [compatibility, status] of [
    ["openai", 200],
    ["auriko", 400],
  ] as const) {
    const started = run("gateway", "--port", "0", "--json", "--compatibility", compatibility);
    const { baseUrl, apiKey } = await listening(started);
    const response = await fetch(`${baseUrl}/responses`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    started.stop();
    expect(await started.code).toBe(0);
  }
  const refused = run("gateway", "--compatibility", "other");
  expect(await refused.code).toBe(2);
  expect(refused.complaints.join("\n")).toContain("--compatibility must be auriko or openai.");
});
