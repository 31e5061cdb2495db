import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { startGateway } from "../../gateway";
import { Interruption } from "../../ts/cli/interruption";
import { askSecret, openTerminal } from "../../ts/cli/terminal";
import { runCommand } from "./run-command";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

/** A keyboard on which tests type, and a screen that they read. */
function keyboard() {
  const input = new PassThrough();
  const output = new PassThrough();
  let screen = "";
  output.on("data", (chunk) => {
    screen += chunk;
  });
  return { input, output, type: (text: string) => input.write(text), screen: () => screen };
}

test("Ctrl+C gives up the line that is being typed, and the next one begins empty", async () => {
  const keys = keyboard();
  const terminal = openTerminal(keys);
  const given = terminal.ask("> ");
  keys.type(`half a line${CTRL_C}`);
  expect(await given).toEqual(new Interruption("half a line"));
  const next = terminal.ask("> ");
  keys.type("whole\r");
  expect(await next).toBe("whole");
  const empty = terminal.ask("> ");
  keys.type(CTRL_C);
  expect(await empty).toEqual(new Interruption(""));
  const end = terminal.ask("> ");
  keys.type(CTRL_D);
  expect(await end).toBeUndefined();
});

test("lines that were pasted, or typed ahead, are handed out one by one and none is lost", async () => {
  const keys = keyboard();
  const terminal = openTerminal(keys);
  const first = terminal.ask("> ");
  keys.type("one\rtwo\rthree\r");
  expect([await first, await terminal.ask("> "), await terminal.ask("> ")]).toEqual(["one", "two", "three"]);
  terminal.close();
  expect(await terminal.ask("> ")).toBeUndefined();
});

test("Ctrl+C while an answer is written goes to whoever listens, and lines typed ahead are forgotten", async () => {
  const keys = keyboard();
  const terminal = openTerminal(keys);
  const first = terminal.ask("> ");
  keys.type("one\rahead\r");
  await first;
  const told = new Promise<void>((resolve) => terminal.onInterrupt(resolve));
  keys.type(CTRL_C);
  await told;
  const next = terminal.ask("> ");
  keys.type("later\r");
  expect(await next).toBe("later");
  terminal.close();
});

test("a secret is asked for, and not shown while it is typed", async () => {
  const keys = keyboard();
  const secret = askSecret("Secret: ", keys);
  keys.type("hidden-word\r");
  expect(await secret).toBe("hidden-word");
  await expect.poll(keys.screen).toBe("Secret: \n");
  const interrupted = askSecret("Secret: ", keyboardTyping(CTRL_C));
  expect(await interrupted).toBeInstanceOf(Interruption);
  expect(await askSecret("Secret: ", keyboardTyping(CTRL_D))).toBeUndefined();
});

function keyboardTyping(text: string) {
  const keys = keyboard();
  setImmediate(() => keys.type(text));
  return keys;
}

test("auriko keys byok add asks for the secret where somebody sits at a keyboard", async () => {
  const gateway = await startGateway();
  onTestFinished(() => gateway.close());
  const prompts: string[] = [];
  const add = (answer: string | undefined | Interruption) =>
    runCommand(["keys", "byok", "add", "openai"], {
      gateway,
      askSecret: async (prompt) => {
        prompts.push(prompt);
        return answer;
      },
    });
  const added = await add("typed-secret-0123");
  expect(added).toMatchObject({ code: 0, output: expect.stringContaining("Stored") });
  expect(prompts[0]).toContain("openai");
  expect(`${added.output}${added.complaints}`).not.toContain("typed-secret");
  expect(gateway.requests.some(({ bodyText }) => bodyText.includes("typed-secret-0123"))).toBe(true);
  expect((await add(new Interruption(""))).code).toBe(130);
  expect(await add(undefined)).toMatchObject({ code: 2, complaints: expect.stringContaining("No secret") });
});

test("a conversation ends with 130 at Ctrl+C on an empty line, and goes on where one was given up", async () => {
  const gateway = await startGateway({ respond: "Yes." });
  onTestFinished(() => gateway.close());
  const { code } = await runCommand(["chat", "--model", "gpt-4o"], {
    gateway,
    typist: async function* () {
      yield new Interruption("never sent");
      yield "one \\";
      yield new Interruption("");
      yield "sent";
      yield new Interruption("");
      yield "too late";
    },
  });
  expect(code).toBe(130);
  expect(gateway.requests.map(({ body }) => (body as { messages: unknown }).messages)).toEqual([
    [{ role: "user", content: "sent" }],
  ]);
});
