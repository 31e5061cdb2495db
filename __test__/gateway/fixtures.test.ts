import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FIXTURE_FORMAT, type Fixture, type Gateway, startGateway } from "../../gateway";
import { chat, chatError, hello, post } from "./call-gateway";

async function conversation(gateway: Gateway): Promise<string[]> {
  const answers = [
    await post(gateway, "chat/completions", hello),
    await post(gateway, "chat/completions", { ...hello, stream: true }),
    await post(gateway, "responses", { model: "gpt-5.4", input: "Hi", stream: true }),
    await post(gateway, "chat/completions", { model: "gpt-4o" }),
    await fetch(`${gateway.baseUrl}/models?endpoint=responses`, {
      headers: { authorization: `Bearer ${gateway.apiKey}` },
    }),
  ];
  return Promise.all(
    answers.map(
      async (answer) => `${answer.status} ${answer.headers.get("content-type")} ${await answer.text()}`,
    ),
  );
}

it("replays what was recorded, byte for byte, errors included", async () => {
  await using first = await startGateway({ record: true });
  const said = await conversation(first);
  const fixture = JSON.parse(JSON.stringify(first.fixture())) as Fixture;
  expect(fixture.format).toBe(FIXTURE_FORMAT);
  expect(JSON.stringify(fixture)).not.toContain(first.apiKey);
  await using second = await startGateway({ replay: fixture });
  expect(await conversation(second)).toEqual(said);
});

it("writes a file on closing and reads it again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-fixture-"));
  const file = join(folder, "fixture.json");
  const first = await startGateway({ record: file, replies: ["kept"] });
  await chat(first);
  await first.close();
  expect((JSON.parse(readFileSync(file, "utf8")) as Fixture).entries).toHaveLength(1);
  await using second = await startGateway({ replay: file });
  expect((await chat(second)).choices[0]?.message.content).toBe("kept");
  rmSync(folder, { recursive: true });
});

it("writes every exchange as soon as it is over, for its owner alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-fixture-"));
  const file = join(folder, "fixture.json");
  writeFileSync(file, "what was here before ".repeat(1000), { mode: 0o644 });
  await using gateway = await startGateway({ record: file, replies: ["één", "deux"] });
  const kept = () => (JSON.parse(readFileSync(file, "utf8")) as Fixture).entries.length;
  expect(kept()).toBe(0);
  await chat(gateway);
  await expect.poll(kept).toBe(1);
  await chat(gateway);
  await expect.poll(kept).toBe(2);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = gateway.fixture();
  await gateway.close();
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(before);
  rmSync(folder, { recursive: true });
});

it("refuses at its start to record into a folder that is not there", async () => {
  const record = join(tmpdir(), "no-such-folder", "fixture.json");
  await expect(startGateway({ record })).rejects.toMatchObject({ name: "BadRequestError", param: "record" });
});

it("gives repeated requests their answers in order, whatever the order of their fields", async () => {
  await using first = await startGateway({ record: true, replies: ["one", "two"] });
  await chat(first);
  await chat(first);
  await using second = await startGateway({ replay: first.fixture() });
  const { model, messages } = hello;
  const said = [];
  for (const body of [{ messages, model }, { model, messages }, hello])
    said.push((await chat(second, body)).choices[0]?.message.content);
  expect(said).toEqual(["one", "two", "two"]);
});

it("says that a request was never recorded", async () => {
  await using gateway = await startGateway({ replay: { format: FIXTURE_FORMAT, entries: [] } });
  expect(await chatError(gateway, hello)).toMatchObject({
    status: 404,
    code: "resource_not_found",
    message: expect.stringContaining("fixture"),
  });
});

it("spoils replayed streams as well", async () => {
  await using first = await startGateway({ record: true });
  await post(first, "chat/completions", { ...hello, stream: true }).then((answer) => answer.text());
  await using second = await startGateway({ replay: first.fixture(), faults: "truncate;finish" });
  const text = await (await post(second, "chat/completions", { ...hello, stream: true })).text();
  expect(text).toContain('"finish_reason":"stop"');
  expect(text).not.toContain("[DONE]");
});

it.each([
  [{ format: "other" }, "replay.format"],
  [{ format: FIXTURE_FORMAT, entries: [{}] }, "replay.entries[0].request"],
  ["/no/such/file.json", "replay"],
])("refuses the fixture %j and names the field", async (replay, param) => {
  await expect(startGateway({ replay: replay as never })).rejects.toMatchObject({
    name: "BadRequestError",
    param,
  });
});

it("refuses to hand out a recording that was never made", async () => {
  await using gateway = await startGateway();
  expect(() => gateway.fixture()).toThrow(/record: true/);
});
