import { describe, expect, onTestFinished, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { runCli } from "../../ts/cli/run-cli";

/** Runs a command against a gateway, as somebody would who has the key in the environment. */
async function auriko(gateway: Gateway, args: readonly string[], input = "") {
  const [lines, complaints]: [string[], string[]] = [[], []];
  const code = await runCli(args, {
    print: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
    write: () => {},
    isPiped: false,
    readInput: async () => input,
    environment: {
      AURIKO_API_KEY: gateway.apiKey,
      AURIKO_BASE_URL: gateway.baseUrl,
      PROVIDER_SECRET: "from-the-environment",
    },
    stop: new AbortController().signal,
  });
  return { code, lines, complaints };
}

async function gateway(): Promise<Gateway> {
  const started = await startGateway();
  onTestFinished(() => started.close());
  return started;
}

describe("auriko keys", () => {
  test("creates a key and prints nothing but its secret, lists it as a table, and revokes it", async () => {
    const server = await gateway();
    const created = await auriko(server, ["keys", "create", "--name", "CI", "--rpm", "30"]);
    expect(created).toMatchObject({ code: 0, lines: [expect.stringMatching(/^ak_/)] });
    expect(created.complaints.join()).not.toContain(created.lines[0]);

    const [titles, ...rows] = (await auriko(server, ["keys", "list"])).lines;
    expect(titles).toMatch(/^ID +NAME +KEY/);
    const row = rows.find((line) => line.includes(" CI ")) as string;
    expect(row).toMatch(/inference +active +30/);
    const id = row.split(" ")[0] as string;

    expect((await auriko(server, ["keys", "revoke", id])).lines[0]).toContain(`Revoked ${id}`);
    expect((await auriko(server, ["keys", "list"])).lines.join()).not.toContain(id);
    expect((await auriko(server, ["keys", "list", "--revoked"])).lines.join()).toContain(id);
  });

  test("shows what a key was used for, as a table and as JSON", async () => {
    const server = await gateway();
    const all = JSON.parse((await auriko(server, ["keys", "list", "--json"])).lines[0] as string);
    const id = all.data[0].id as string;
    const [titles, row] = (await auriko(server, ["keys", "usage", id, "--period", "week"])).lines;
    expect(titles).toContain("COST USD");
    expect(row?.trimEnd()).toMatch(/ 0$/);
    const json = JSON.parse((await auriko(server, ["keys", "usage", id, "--json"])).lines[0] as string);
    expect(json).toMatchObject({ key_id: id, period: "month" });
  });

  test("takes a provider's secret from the standard input or a variable, never as an argument", async () => {
    const server = await gateway();
    const piped = await auriko(server, ["keys", "byok", "add", "openai"], "piped-secret-0123\n");
    expect(piped.lines[0]).toContain("Stored openai Key for openai");
    await auriko(server, [
      "keys",
      "byok",
      "add",
      "openai",
      "--secret-env",
      "PROVIDER_SECRET",
      "--name",
      "second",
    ]);
    const { lines } = await auriko(server, ["keys", "byok", "list"]);
    expect(lines.join()).toContain("second");
    expect(server.requests.some(({ bodyText }) => bodyText.includes("from-the-environment"))).toBe(true);
    expect(lines.join()).not.toContain("piped-secret-0123");
    const argument = await auriko(server, ["keys", "byok", "add", "openai", "some-secret-0123456789"]);
    expect(argument).toMatchObject({ code: 2 });
    const empty = await auriko(server, ["keys", "byok", "add", "openai"]);
    expect(empty).toMatchObject({
      code: 2,
      complaints: [expect.stringContaining("standard input is empty"), expect.anything()],
    });
  });

  test.each([
    [["keys"], /needs one of: list, create, revoke, usage, byok/],
    [["keys", "create"], /needs --name/],
    [["keys", "create", "--name", "x", "--rpm", "0"], /--rpm/],
    [["keys", "revoke"], /needs one id/],
    [["keys", "list", "--nonsense"], /--nonsense/],
    [["keyz"], /Did you mean `keys`/],
  ])("says what is wrong with %j", async (args, message) => {
    const { code, complaints } = await auriko(await gateway(), args);
    expect(code).toBe(2);
    expect(complaints[0]).toMatch(message);
  });

  test("without a key says where one is taken from", async () => {
    const complaints: string[] = [];
    const code = await runCli(["keys", "list"], {
      print: () => {},
      complain: (line) => complaints.push(line),
      write: () => {},
      isPiped: false,
      readInput: async () => "",
      environment: {},
      stop: new AbortController().signal,
    });
    expect(code).toBe(1);
    expect(complaints.join()).toContain("AURIKO_API_KEY");
  });
});
