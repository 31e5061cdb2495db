import { beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { STRATEGY_NAMES } from "../../gateway/routing/strategies";
import { commandLineWords } from "../../ts/cli/command-line-words";
import { COMMANDS } from "../../ts/cli/commands";
import { BatchFiles, requests } from "../batch/batch-files";
import { runCommand } from "./run-command";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  return () => gateway.close();
});

describe("wrong usage ends with 2, names the option, and where its help is", () => {
  test.each([
    ["doctro", 'Unknown command "doctro". Did you mean `doctor`? There are: chat,', "Try `auriko --help`."],
    ["chat Hi --modell x", "Unknown option --modell. Did you mean `--model`?", "Try `auriko chat --help`."],
    ["models -m x", "Unknown option -m. Did you mean `--min-context`?", "Try `auriko models --help`."],
    ["models --max-input -1", "--max-input must be a number of 0 or more.", "auriko models --help"],
    ["models --provider --json", "--provider needs a value", "auriko models --help"],
    ["models --json=3", "--json takes no value.", "auriko models --help"],
    ["gateway --port", "--port needs a value", "auriko gateway --help"],
    ["gateway words", "auriko gateway takes no words", "auriko gateway --help"],
    ["gateway --port 0 --fault bogus", '--fault: Unknown fault "bogus"', "auriko gateway --help"],
    [
      "gateway --port 0 --upstream foo",
      "--upstream must be an address with http://",
      "auriko gateway --help",
    ],
    ["gateway --port 0 --upstream http://127.0.0.1:1", "--upstream needs --model", "auriko gateway --help"],
    ["gateway --port 0 --key a%20b", "--key must be", "auriko gateway --help"],
    ["keys create --name=", "--name must not be empty.", "auriko keys --help"],
    ["keys create --name n --expires tomorrow", "--expires must be a date and time", "auriko keys --help"],
    [`keys create --name ${"n".repeat(300)}`, "--name", "auriko keys --help"],
    ["keys lis", "Did you mean `list`?", "auriko keys --help"],
    ["keys list --local", "Unknown option --local.", "auriko keys --help"],
    [
      "chat Hi --model m --routing fast",
      `--routing must be one of: ${STRATEGY_NAMES.join(", ")}.`,
      "chat --help",
    ],
  ])("auriko %s", async (line, message, help) => {
    const args = line.split(" ").map((word) => word.replace("%20", " "));
    const { code, complaints } = await runCommand(args, { gateway });
    expect(complaints).toContain(message);
    expect(complaints).toContain(help);
    expect(code).toBe(2);
  });

  test("a batch refuses what can't be right before it leaves anything behind", async () => {
    const files = new BatchFiles(requests(["a"]));
    for (const [args, message] of [
      [[files.input, "--output", files.output, "--shard", "3/3"], "--shard must be a part of 3"],
      [[files.input, "--output", files.input], "--output: Input and output are the same file."],
      [[files.folder, "--output", files.output], "is a folder"],
      [[files.input, "--output", files.folder], "--output must be a regular file"],
      [[files.input, "--output", "-"], "--output must be a file"],
      [["merge", files.input, "--output", "-"], "--output must be a file"],
      [["merge", files.folder, "--output", files.output], "a file to join must be a regular file"],
    ] as const) {
      const { code, complaints } = await runCommand(["batch", ...args], { gateway });
      expect(complaints).toContain(message);
      expect(complaints).toContain("auriko batch --help");
      expect(code).toBe(2);
      expect(() => files.results()).toThrow("ENOENT");
    }
  });
});

test("the strategies of the help, of /routing and of the gateway are the same", async () => {
  const { output } = await runCommand(["chat", "--help"]);
  for (const name of STRATEGY_NAMES) expect(output).toMatch(new RegExp(`[ ,]${name}[,\\n]`));
  const conversation = await runCommand(["chat", "--model", "gpt-4o"], {
    gateway,
    typist: async function* () {
      yield "/routing fast";
      yield "/routing speed";
      yield "/help";
    },
  });
  expect(conversation.output).toContain(
    `There is no strategy fast; there are: ${STRATEGY_NAMES.join(", ")}.`,
  );
  expect(conversation.output).toContain("From now on: routing speed.");
  expect(conversation.output).toContain("/system alone takes it back");
});

test("help says of --local only what is true", async () => {
  const { output } = await runCommand(["--help"]);
  const [, told = ""] = /With --local instead,\n(.*) ask a gateway/.exec(output) ?? [];
  const known = COMMANDS.filter(({ options }) => options.includes("local")).map(({ name }) => name);
  expect(told.split(/, | and /)).toEqual(known);
});

test("errors speak of variables of the environment, since the command line has no options for them", () => {
  const words = (message: string, environment = {}) => commandLineWords(message, environment);
  expect(words("`baseUrl` must be an address.")).toBe("AURIKO_BASE_URL must be an address.");
  const proxy = "Check that the proxy runs: HTTPS_PROXY, NO_PROXY or the `proxy` option.";
  const plain = { AURIKO_BASE_URL: "http://h", HTTP_PROXY: "http://p", HTTPS_PROXY: "http://q" };
  expect(words(proxy, plain)).toBe("Check that the proxy runs: HTTP_PROXY, NO_PROXY.");
  expect(words(proxy, { ...plain, AURIKO_BASE_URL: "https://h" })).toContain(": HTTPS_PROXY, NO_PROXY.");
  expect(words(proxy, { ALL_PROXY: "http://p" })).toContain(": ALL_PROXY, NO_PROXY.");
});

test("what fails on the way to the API names the variable that it came from", async () => {
  for (const [environment, message] of [
    [{ AURIKO_BASE_URL: "foo" }, "AURIKO_BASE_URL must be an address"],
    [{ AURIKO_BASE_URL: "http://127.0.0.1:1" }, "check host and port in AURIKO_BASE_URL"],
  ] as const) {
    const { code, complaints } = await runCommand(["me"], {
      environment: { AURIKO_API_KEY: "ak_test_0123456789", ...environment },
    });
    expect(complaints).toContain(message);
    expect(complaints).not.toContain("baseUrl");
    expect(code).toBe(1);
  }
});
