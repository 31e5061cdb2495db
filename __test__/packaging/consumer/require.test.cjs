const assert = require("node:assert/strict");
const { test } = require("node:test");

const loaded = [];
const { dlopen } = process;
process.dlopen = function (module, filename, ...rest) {
  loaded.push(filename);
  return dlopen.call(this, module, filename, ...rest);
};

const { AurikoAPIError, Client } = require("@auriko/sdk");
const { startGateway } = require("@auriko/sdk/testing");

test("importing loads no native code", () => {
  assert.deepEqual(loaded, []);
});

test("the quick start answers", async (t) => {
  const gateway = await startGateway();
  t.after(() => gateway.close());
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl });
  const completion = await client.chat.completions.create({
    model: "gpt-5.4",
    messages: [{ role: "user", content: "Hello" }],
  });
  assert.equal(typeof completion.choices[0].message.content, "string");
  assert.equal(typeof completion.routing_metadata.provider, "string");
  client.close();
});

test("the addon came from the platform package", () => {
  assert.equal(loaded.length, 1);
  assert.match(loaded[0], /@auriko[\\/]sdk-[\w-]+[\\/]auriko\.[\w-]+\.node$/);
});

test("import and require give the same classes", async () => {
  const esm = await import("@auriko/sdk");
  assert.equal(esm.Client, Client);
  assert.equal(esm.AurikoAPIError, AurikoAPIError);
});
