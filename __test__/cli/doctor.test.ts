import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { runCli } from "../../ts/cli/run-cli";
import { install, packTarballs, runBeside, type Tarballs } from "../packaging/install";

const KEY_IN_THE_DARK = "ak_test_nobody_may_see_this";
const NAMES = [
  "AURIKO_API_KEY",
  "AURIKO_BASE_URL",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "ALL_PROXY",
  "https_proxy",
  "http_proxy",
];
const CERTIFICATES = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"];
const before = Object.fromEntries([...NAMES, ...CERTIFICATES].map((name) => [name, process.env[name]]));

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

beforeEach(() => {
  for (const name of Object.keys(before)) delete process.env[name];
  process.env.AURIKO_BASE_URL = gateway.baseUrl;
  process.env.AURIKO_API_KEY = gateway.apiKey;
});
afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

async function doctor(...args: string[]) {
  const lines: string[] = [];
  const io = {
    print: (line: string) => lines.push(line),
    complain: (line: string) => lines.push(line),
    write: () => {},
    isPiped: false,
    readInput: async () => "",
    environment: process.env,
  };
  const code = await runCli(["doctor", ...args], { ...io, stop: new AbortController().signal });
  return {
    code,
    output: lines.join("\n"),
    line: (check: string) => lines.find((line) => line.slice(9).startsWith(check)),
  };
}

describe("auriko doctor", () => {
  test("finds nothing wrong where everything works, and says so with exit code 0", async () => {
    const { code, output, line } = await doctor();
    expect(output).toContain("Everything works.");
    expect(code).toBe(0);
    expect(line("machine")).toMatch(/@auriko\/sdk \d+\.\d+\.\d+, Node \d+/);
    expect(line("route")).toMatch(/^ok .*answered in \d+ ms, request /);
    expect(output).toMatch(/For support, send all of these lines/);
  });

  test("never shows the key, nor a proxy's password, whatever fails", async () => {
    process.env.AURIKO_API_KEY = KEY_IN_THE_DARK;
    process.env.HTTP_PROXY = "http://me:open-sesame@127.0.0.1:1";
    const { code, output, line } = await doctor();
    expect(code).toBe(1);
    expect(output).not.toContain(KEY_IN_THE_DARK);
    expect(output).not.toContain("open-sesame");
    expect(line("proxy")).toMatch(/^note .*http:\/\/127\.0\.0\.1:1 \(with credentials\)/);
    expect(line("route")).toMatch(/^FAILED/);
  });

  test("tells a key that is missing, malformed or unknown apart", async () => {
    delete process.env.AURIKO_API_KEY;
    expect((await doctor()).line("key")).toMatch(/^FAILED .*AURIKO_API_KEY is not set/);
    process.env.AURIKO_API_KEY = "two words";
    expect((await doctor()).line("key")).toMatch(/^FAILED/);
    process.env.AURIKO_API_KEY = KEY_IN_THE_DARK;
    const { line, output } = await doctor();
    expect(line("key")).toMatch(/^ok/);
    expect(line("route")).toMatch(/^FAILED/);
    expect(output).toContain("Check the key");
  });

  test("names a host that is not found", async () => {
    process.env.AURIKO_BASE_URL = "https://nowhere.invalid";
    const { code, line } = await doctor();
    expect(line("dns")).toMatch(/^FAILED .*nowhere\.invalid is not found/);
    expect(code).toBe(1);
  });

  test("names a base URL that can't be read", async () => {
    process.env.AURIKO_BASE_URL = "localhost:8787";
    const { code, line } = await doctor();
    expect(line("route")).toMatch(/^FAILED .*`AURIKO_BASE_URL` must/);
    expect(code).toBe(1);
  });

  test.each(CERTIFICATES)("names a %s that is not there", async (name) => {
    process.env[name] = join(tmpdir(), "no-such-file.pem");
    expect((await doctor()).line("certificates")).toMatch(new RegExp(`^FAILED .*${name}=.*no-such-file`));
  });

  test("prints one JSON object for machines", async () => {
    const { code, output } = await doctor("--json");
    const { findings } = JSON.parse(output) as { findings: { check: string; outcome: string }[] };
    expect(findings.map(({ check }) => check)).toEqual([
      "machine",
      "addon",
      "certificates",
      "proxy",
      "dns",
      "key",
      "route",
    ]);
    expect(code).toBe(0);
  });

  test("refuses what it does not know with exit code 2", async () => {
    expect((await doctor("--loud")).code).toBe(2);
    expect((await doctor("--help")).output).toContain("Exit codes");
  });
});

describe("of an installation, auriko doctor", () => {
  let tarballs: Tarballs;
  let folder: string;
  beforeAll(async () => {
    tarballs = await packTarballs();
    folder = install([tarballs.root, tarballs.platform]);
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (cwd: string) =>
    runBeside(process.execPath, ["node_modules/@auriko/sdk/dist/cli/main.js", "doctor"], cwd);

  test("compares the addon with what was published", async () => {
    expect((await run(folder)).output).toMatch(/^ok +addon .*, as published$/m);
  });

  test("finds a byte that was changed in the middle", async () => {
    const spoilt = mkdtempSync(join(tmpdir(), "auriko-doctor-"));
    cpSync(folder, spoilt, { recursive: true });
    const file = `node_modules/@auriko/sdk-${tarballs.platformName}/auriko.${tarballs.platformName}.node`;
    const bytes = readFileSync(join(spoilt, file));
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(join(spoilt, file), bytes);
    const { status, output } = await run(spoilt);
    expect(status).toBe(1);
    expect(output).toMatch(
      /^FAILED +addon .* is not the file that was published: its SHA-256 is \w{64}, not \w{64}/m,
    );
    rmSync(spoilt, { recursive: true });
  });
});
