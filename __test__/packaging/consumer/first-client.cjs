const { AurikoAPIError, Client } = require("@auriko/sdk");

(async () => {
  const client = new Client({ apiKey: "ak_test_none", baseUrl: "http://127.0.0.1:9/v1", maxRetries: 0 });
  await client.chat.completions.create({ model: "gpt-5.4", messages: [{ role: "user", content: "Hello" }] });
})().catch((error) => {
  console.log(JSON.stringify({ ours: AurikoAPIError.isInstance(error), message: error.message }));
});
