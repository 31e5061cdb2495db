// Run in the projects of a rehearsal: the provider that was published goes with the SDK that was published.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createAuriko } from "@auriko/ai-sdk-provider";
import { startGateway } from "@auriko/sdk/testing";

test("a model of the provider answers", async (t) => {
  const gateway = await startGateway();
  t.after(() => gateway.close());
  const model = createAuriko({ apiKey: gateway.apiKey, baseURL: gateway.baseUrl })("gpt-5.4");
  const { content } = await model.doGenerate({
    prompt: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  });
  assert.equal(content[0]?.type, "text");
  assert.notEqual(content[0].text, "");
});

test("import and require give the same provider", () => {
  const required = createRequire(import.meta.url)("@auriko/ai-sdk-provider");
  assert.equal(required.createAuriko, createAuriko);
});
