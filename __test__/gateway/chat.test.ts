import { afterEach, expect, it } from "vitest";
import { type Gateway, type LocalGatewayOptions, startGateway } from "../../gateway";

let gateway: Gateway | undefined;
const start = async (options?: LocalGatewayOptions): Promise<Gateway> => {
  gateway = await startGateway(options);
  return gateway;
};
afterEach(() => gateway?.close());

const post = (to: Gateway, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${to.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${to.apiKey}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

const hello = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] };

it("answers a chat completion", async () => {
  const response = await post(await start(), hello);
  expect(response.status).toBe(200);
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({
    object: "chat.completion",
    model: "gpt-4o",
    choices: [{ message: { role: "assistant" }, finish_reason: "stop" }],
    routing_metadata: { provider: "openai", routing_strategy: "cost-focus" },
  });
});

it("streams", async () => {
  const response = await post(await start({ replies: ["Grüße aus Köln"] }), { ...hello, stream: true });
  const text = await response.text();
  expect(text).toContain('"content":"Grüße"');
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
});
