import type { Gateway } from "../../gateway";
import { post } from "../gateway/call-gateway";

const text =
  "The gateway looks at every provider that could answer, leaves out those that can't, and weighs the rest. ";
const ask = (model: string, content: string, more: object = {}) => ({
  model,
  messages: [{ role: "user", content }],
  ...more,
});

/** A little of everything that the page has something to show for. */
export async function someTraffic(gateway: Gateway): Promise<void> {
  const send = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = post(gateway, path, body, headers).then((response) => response.text());
    await answer.catch(() => "broken off");
  };
  const routing = (options: object) => ({ gateway: { routing: options } });
  for (let turn = 0; turn < 6; turn += 1) {
    await send(
      "chat/completions",
      ask("gpt-oss-20b", `${text}${turn}`, { stream: true, ...routing({ optimize: "speed" }) }),
    );
    await send(
      "chat/completions",
      ask("deepseek-chat", text.repeat(turn + 1), routing({ optimize: "balanced" })),
    );
    await send("responses", { model: "gpt-5.4", input: text.repeat(60), stream: true });
  }
  await send("chat/completions", ask("claude-sonnet-4-5", text));
  await send("chat/completions", ask("gpt-4o", text, { stream: true }), {
    "x-gateway-fault": "reset;after=3",
  });
  await send("chat/completions", ask("gpt-4o", text), { "x-gateway-fault": "503;retry-after=2" });
  await send("chat/completions", { model: "gpt-4o" });
  gateway.setOutage("together_ai", { status: 500, times: 1 });
  await send("chat/completions", {
    messages: [{ role: "user", content: "Why was together_ai not the one?" }],
    stream: true,
    gateway: { models: ["gpt-oss-20b", "deepseek-chat"], routing: { optimize: "cost", max_ttft_ms: 400 } },
  });
}
