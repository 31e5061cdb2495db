import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Gateway, type GatewayOptions, startGateway } from "../../gateway";
import { runCommand } from "./run-command";

async function gateway(options: GatewayOptions = {}): Promise<Gateway> {
  const started = await startGateway({ respond: "The sky is blue.", ...options });
  onTestFinished(() => started.close());
  return started;
}

const bodyOf = (server: Gateway, index: number) =>
  server.requests[index]?.body as {
    model: string;
    messages: { role: string; content: string }[];
    gateway?: object;
  };

async function* lines(...typed: string[]) {
  yield* typed;
}

describe("auriko chat with a message", () => {
  test("prints the answer alone, and beside it route, latency, tokens and cost", async () => {
    const server = await gateway();
    const asked = await runCommand(["chat", "Why", "blue?", "--model", "gpt-4o", "--routing", "ttft"], {
      gateway: server,
    });
    expect(asked).toMatchObject({ code: 0, output: "The sky is blue.\n" });
    expect(asked.complaints).toMatch(
      /^\[\S+ · gpt-4o · ttft · \d+ ms \(first text after \d+ ms\) · \d+ \+ \d+ tokens · \$0\.\d+\]\n$/,
    );
    expect(bodyOf(server, 0)).toMatchObject({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Why blue?" }],
      gateway: { routing: { optimize: "ttft" } },
    });
  });

  test("takes what is piped in as the message, or behind it, and a system prompt before it", async () => {
    const server = await gateway();
    const model = ["--model", "gpt-4o"];
    await runCommand(["chat", ...model], { gateway: server, input: "From a pipe.\n" });
    await runCommand(["chat", "Sum up:", ...model, "--system", "Be brief."], {
      gateway: server,
      input: "A text.",
    });
    expect(bodyOf(server, 0).messages).toEqual([{ role: "user", content: "From a pipe." }]);
    expect(bodyOf(server, 1).messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Sum up:\n\nA text." },
    ]);
  });

  test("prints one object with --json", async () => {
    const server = await gateway();
    const { output } = await runCommand(["chat", "Hi", "--model", "gpt-4o", "--json"], { gateway: server });
    expect(JSON.parse(output)).toMatchObject({
      text: "The sky is blue.",
      model: "gpt-4o",
      provider: expect.any(String),
      usage: { completion_tokens: expect.any(Number) },
      cost_usd: expect.any(Number),
      total_ms: expect.any(Number),
    });
  });

  test("takes words behind -- as they are", async () => {
    const server = await gateway();
    await runCommand(["chat", "--model", "gpt-4o", "--", "--help", "me"], { gateway: server });
    expect(bodyOf(server, 0).messages[0]?.content).toBe("--help me");
  });

  test("says what failed, with exit code 1, and what is missing, with 2", async () => {
    const server = await gateway();
    const unknown = await runCommand(["chat", "Hi", "--model", "no-such-model"], { gateway: server });
    expect(unknown).toMatchObject({ code: 1, output: "" });
    expect(unknown.complaints).toContain("no-such-model");
    const nameless = await runCommand(["chat", "Hi"], { gateway: server });
    expect(nameless.code).toBe(2);
    expect(nameless.complaints).toContain("--model");
    expect((await runCommand(["chat", "--model", "gpt-4o"], { gateway: server, input: " " })).code).toBe(2);
    expect(server.requests).toHaveLength(1);
  });

  test("ends with exit code 130 when it is interrupted", async () => {
    const server = await gateway({ faults: ["stall"] });
    const stop = new AbortController();
    const asked = runCommand(["chat", "Hi", "--model", "gpt-4o"], { gateway: server, stop: stop.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort();
    expect(await asked).toMatchObject({ code: 130, complaints: "" });
  });

  test("without a key says what to do, and --local needs none", async () => {
    const keyless = await runCommand(["chat", "Hi", "--model", "gpt-4o"]);
    expect(keyless.code).toBe(1);
    expect(keyless.complaints).toContain("AURIKO_API_KEY");
    expect(keyless.complaints).toContain("--local");
    const local = await runCommand(["chat", "Hi", "--local"]);
    expect(local.code).toBe(0);
    expect(local.output.length).toBeGreaterThan(10);
  });
});

describe("auriko chat at a terminal", () => {
  const talk = (server: Gateway, ...typed: string[]) =>
    runCommand(["chat", "--model", "gpt-4o"], { gateway: server, typist: () => lines(...typed) });

  test("remembers what was said, and tells the route after each answer", async () => {
    const server = await gateway();
    const { code, output } = await talk(server, "Why?", "", "Really?");
    expect(code).toBe(0);
    expect(output.match(/The sky is blue\./g)).toHaveLength(2);
    expect(output.match(/tokens · \$/g)).toHaveLength(2);
    expect(bodyOf(server, 1).messages.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      "user: Why?",
      "assistant: The sky is blue.",
      "user: Really?",
    ]);
  });

  test("has commands for its history and settings", async () => {
    const server = await gateway();
    const folder = mkdtempSync(join(tmpdir(), "auriko-chat-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "said.json");
    const typed = [
      "/undo",
      "One",
      "/retry",
      "/system Be brief.",
      "/routing tps",
      "/model gpt-4o-mini",
      "Two\\",
      "lines",
    ];
    const { output } = await talk(
      server,
      ...typed,
      "/history",
      `/save ${file}`,
      `/save ${file}`,
      "/clear",
      "Three",
      "/quit",
      "Four",
    );
    expect(output).toContain("Nothing was said yet.");
    expect(output).toContain("system: Be brief.\nuser: One\nassistant: The sky is blue.\nuser: Two\nlines\n");
    expect(output).toContain(`${file} was not written`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(5);
    expect(server.requests).toHaveLength(4);
    expect(bodyOf(server, 1).messages).toEqual([{ role: "user", content: "One" }]);
    expect(bodyOf(server, 3)).toMatchObject({
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Three" },
      ],
      gateway: { routing: { optimize: "tps" } },
    });
  });

  test("says which command was meant", async () => {
    const { output } = await talk(await gateway(), "/hitsory", "/help");
    expect(output).toContain("/history");
    expect(output).toMatch(/\/retry +ask the last message again/);
  });

  test("goes on after an answer that failed, and forgets its message", async () => {
    const server = await gateway();
    server.failNext("400");
    const { code, complaints } = await talk(server, "Lost", "Found");
    expect(code).toBe(0);
    expect(complaints).not.toBe("");
    expect(bodyOf(server, 1).messages).toEqual([{ role: "user", content: "Found" }]);
  });

  test("stops an answer at Ctrl+C and keeps what had come", async () => {
    const server = await gateway({ pace: "real" });
    server.enqueue("word ".repeat(500), "Enough.");
    const { code, complaints } = await runCommand(["chat", "--model", "gpt-4o"], {
      gateway: server,
      typist: async function* ({ interrupt, output }) {
        const stopping = expect.poll(output, { timeout: 10_000 }).toContain("word ");
        void stopping.then(interrupt);
        yield "Go on.";
        yield "Again.";
        yield "/quit";
      },
    });
    expect(code).toBe(0);
    expect(complaints).toContain("(stopped)");
    const [, partial] = bodyOf(server, 1).messages;
    expect(partial).toMatchObject({ role: "assistant", content: expect.stringMatching(/^word /) });
  });
});
