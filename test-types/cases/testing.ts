import { Client } from "@auriko/sdk";
import { mockAuriko, startGateway } from "@auriko/sdk/testing";
import { expectType } from "./expect.js";

export async function gateway(): Promise<void> {
  const local = await startGateway();
  expectType<string>()(local.baseUrl);
  expectType<string>()(local.apiKey);
  const client = new Client({ apiKey: local.apiKey, baseUrl: local.baseUrl });
  client.close();
  await local.close();
}

export async function mocked(): Promise<number | undefined> {
  const auriko = await mockAuriko({
    hooks: { beforeAll: (run) => run(), afterEach: (run) => run(), after: (run) => run() },
    unscripted: "refuse",
    recording: {
      file: "capitals.json",
      mode: "replay",
      baseUrl: "http://127.0.0.1:1/v1",
      apiKey: "ak_test_1",
    },
    redact: (text) => text.toUpperCase(),
  }).start();
  auriko.enqueue("Paris.", { content: "Rome.", fault: "reset" });
  const { status } = auriko.assertRequested({ path: /chat/, body: { messages: [{ role: "user" }] } }, 1);
  auriko.assertNotRequested((request) => request.path === "/v1/me");
  auriko.assertNoRepliesLeft();
  await auriko.reset();
  await auriko.close();
  // @ts-expect-error There is no such field.
  auriko.assertRequested({ url: "/v1/me" });
  return status;
}
