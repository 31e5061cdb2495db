import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Fixture, type Gateway, mockAuriko, startGateway } from "../../gateway";
import { Client } from "../../ts/index";
import { question } from "../support/chat";

/** Stands for the real API. */
let api: Gateway;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "auriko-recording-"));
  file = join(folder, "capital.json");
  api = await startGateway({
    respond: "The real answer, for jane@example.com.",
    apiKeys: ["ak_test_paid_for"],
  });
  vi.stubEnv("AURIKO_BASE_URL", api.baseUrl);
  vi.stubEnv("AURIKO_API_KEY", api.apiKey);
  vi.stubEnv("CI", "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await api.close();
  rmSync(folder, { recursive: true });
});

const redact = (text: string) => text.replace(/[\w.]+@[\w.]+\w/g, "someone@example.org");
const mail = { ...question, messages: [{ role: "user" as const, content: "I am jane@example.com" }] };

async function conversation(): Promise<unknown[]> {
  const client = new Client({ maxRetries: 0 });
  const stream = await client.chat.completions.create({ ...mail, stream: true });
  const streamed = await stream.finalText();
  const { choices } = await client.chat.completions.create(mail);
  const refused = await client.models
    .retrieve("no-such-model")
    .catch((error) => [error.code, error.statusCode]);
  return [streamed, choices[0]?.message.content, (await client.models.list()).data.length, refused];
}

test("asks the real API the first time, and never again", async () => {
  const first = await mockAuriko({ hooks: false, recording: file }).start();
  const said = await conversation();
  expect(said[1]).toContain("The real answer");
  await first.close();
  expect(api.requests).toHaveLength(4);
  expect(api.requests.every(({ headers }) => headers.authorization === "Bearer ak_test_paid_for")).toBe(true);

  await using _second = await mockAuriko({ hooks: false, recording: file }).start();
  expect(await conversation()).toEqual(said);
  expect(api.requests).toHaveLength(4);
});

test("keeps neither keys nor what the test takes out, and still recognises the requests", async () => {
  const options = { hooks: false, recording: file, redact } as const;
  const first = await mockAuriko(options).start();
  await conversation();
  const key = { ...mail, user: "ak_test_paid_for", metadata: { other: "sk-someone-elses-key-123" } };
  const client = new Client({ maxRetries: 0 });
  await client.chat.completions.create(key);
  await first.close();
  const kept = readFileSync(file, "utf8");
  for (const secret of ["ak_test_paid_for", "sk-someone-elses-key-123", first.apiKey, "jane@example.com"]) {
    expect(kept).not.toContain(secret);
  }
  await using _second = await mockAuriko(options).start();
  const said = await new Client({ maxRetries: 0 }).chat.completions.create(key);
  expect(said.choices[0]?.message.content).toBe("The real answer, for someone@example.org.");
  expect((await conversation())[0]).toBe("The real answer, for someone@example.org.");
});

test("a key that is kept in a field is not kept in the file", async () => {
  const first = await mockAuriko({ hooks: false, recording: file }).start();
  await new Client()
    .request({ method: "POST", path: "/chat/completions", body: { ...mail, api_key: "plain words" } })
    .catch(() => undefined);
  await first.close();
  expect(readFileSync(file, "utf8")).not.toContain("plain words");
});

test("does not keep that the API could not be reached, nor a run without requests", async () => {
  await api.close();
  const first = await mockAuriko({ hooks: false, recording: file }).start();
  await expect(new Client({ maxRetries: 0 }).chat.completions.create(question)).rejects.toMatchObject({
    message: expect.stringContaining("can't be reached"),
  });
  await first.close();
  expect(existsSync(file)).toBe(false);
});

test("records anew when it is told to", async () => {
  for (const answer of ["old", "new"]) {
    api.respondWith(answer);
    await using _recorder = await mockAuriko({ hooks: false, recording: { file, mode: "record" } }).start();
    await new Client().chat.completions.create(question);
  }
  const { entries } = JSON.parse(readFileSync(file, "utf8")) as Fixture;
  expect(JSON.stringify(entries)).toContain('"content":"new"');
  expect(entries).toHaveLength(1);
});

test("never asks the real API on a build server, and says what is missing", () => {
  vi.stubEnv("CI", "true");
  expect(() => mockAuriko({ hooks: false, recording: file })).toThrow(/can't be read/);
  vi.stubEnv("CI", "");
  vi.stubEnv("AURIKO_API_KEY", "");
  expect(() => mockAuriko({ hooks: false, recording: file })).toThrow(/Set AURIKO_API_KEY/);
});

test("a stream that is broken off in the middle is passed on as broken", async () => {
  api.enqueue({ content: "one two three four", fault: "reset;after=2" });
  const first = await mockAuriko({ hooks: false, recording: file }).start();
  const stream = await new Client({ maxRetries: 0 }).chat.completions.create({ ...question, stream: true });
  await expect(stream.finalText()).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) });
  await first.close();
  expect(existsSync(file)).toBe(false);
});

test.each([
  [{ forwardTo: {} }, "forwardTo"],
  [{ forwardTo: { apiKey: "k", baseUrl: "auriko" } }, "forwardTo"],
  [{ redact: "all" }, "redact"],
])("a gateway refuses %j and names the option", async (options, param) => {
  await expect(startGateway(options as never)).rejects.toMatchObject({ param });
});
