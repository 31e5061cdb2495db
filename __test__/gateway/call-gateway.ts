import type { Gateway } from "../../gateway";

/** Any JSON object. */
export type Body = Record<string, unknown>;

/** A chat completion, as far as the tests look into it. */
export interface ChatBody {
  id: string;
  model: string;
  created: number;
  choices: {
    message: Body & {
      content: string | null;
      tool_calls?: { function: { name: string; arguments: string } }[];
    };
    finish_reason: string;
    logprobs: Body | null;
  }[];
  usage: {
    prompt_tokens: number;
    completion_tokens: number;
    prompt_tokens_details: Record<string, number>;
    completion_tokens_details: Record<string, number>;
  };
  routing_metadata: Body & {
    provider: string;
    routing_strategy: string;
    cost: Record<string, number>;
    warnings?: { type: string; message: string }[];
    fallback_chain?: Body[];
  };
}

/** A question that every model can answer. */
export const hello = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] };

/** Posts `body` as JSON to an endpoint of the gateway. */
export function post(
  gateway: Gateway,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${gateway.baseUrl}/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** A chat completion that has to succeed. */
export async function chat(gateway: Gateway, body: Body = hello): Promise<ChatBody> {
  const response = await post(gateway, "chat/completions", body);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as ChatBody;
}

/** The error object of a chat request that has to fail, with its status. */
export async function chatError(gateway: Gateway, body: unknown): Promise<Body> {
  const response = await post(gateway, "chat/completions", body);
  const { error } = (await response.json()) as { error: Body };
  return { status: response.status, ...error };
}

/** The chunks of a streamed chat completion; `[DONE]` has to end it. */
export async function chatChunks(gateway: Gateway, body: Body = hello): Promise<Body[]> {
  const text = await (await post(gateway, "chat/completions", { ...body, stream: true })).text();
  const events = text
    .trim()
    .split("\n\n")
    .map((event) => event.replace(/^data: /, ""));
  if (events.pop() !== "[DONE]") throw new Error(`no [DONE]: ${text}`);
  return events.map((event) => JSON.parse(event) as Body);
}
