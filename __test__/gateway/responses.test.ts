import { afterEach, beforeEach, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../gateway";

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ seed: 3 });
});
afterEach(() => gateway.close());

type Body = Record<string, unknown>;

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${gateway.baseUrl}/responses`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, ...headers },
    body: JSON.stringify(body),
  });

async function events(body: Body, headers: Record<string, string> = {}): Promise<Body[]> {
  const text = await (await post({ ...body, stream: true }, headers)).text();
  return text
    .trim()
    .split("\n\n")
    .map((event) => JSON.parse(event.slice(event.indexOf("data: ") + 6)) as Body);
}

it("answers a plain question", async () => {
  gateway.enqueue("Bonjour");
  const body = (await (await post({ model: "gpt-5.4", input: "Hello", temperature: 0.5 })).json()) as Body;
  expect(body).toMatchObject({
    object: "response",
    status: "completed",
    model: "gpt-5.4",
    output_text: "Bonjour",
    temperature: 0.5,
    output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "Bonjour" }] }],
    usage: { input_tokens: expect.any(Number), output_tokens: 1 },
    routing_metadata: { provider: "openai" },
  });
});

it("streams text in the usual order of events, numbered without gaps", async () => {
  gateway.enqueue("Bonjour tout le monde");
  const received = await events({ model: "gpt-5.4", input: "Hello" });
  expect([...new Set(received.map((event) => event.type))]).toEqual([
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
  ]);
  expect(received.map((event) => event.sequence_number)).toEqual(received.map((_event, index) => index));
  const deltas = received.filter((event) => event.type === "response.output_text.delta");
  expect(deltas.map((event) => event.delta).join("")).toBe("Bonjour tout le monde");
});

it("gives the same response streamed and not", async () => {
  const reply = {
    reasoning: "Hm.",
    content: "Done",
    toolCalls: [{ name: "go", arguments: { to: "Rome" }, id: "c1" }],
  };
  gateway.enqueue(reply, reply);
  const request = { model: "claude-sonnet-4-6", input: "Hello" };
  const plain = (await (await post(request)).json()) as Body;
  const last = (await events(request)).at(-1) as { response: Body };
  const comparable = (body: Body): unknown => ({
    ...body,
    id: 0,
    routing_metadata: 0,
    output: (body.output as Body[]).map((item) => ({ ...item, id: 0 })),
  });
  expect(comparable(last.response)).toEqual(comparable(plain));
});

it("streams reasoning summaries and tool arguments", async () => {
  gateway.enqueue({ reasoning: "First think.", toolCalls: [{ name: "go", arguments: { to: "Rome" } }] });
  const received = await events({
    model: "claude-sonnet-4-6",
    input: "Hello",
    reasoning: { effort: "high" },
  });
  const types = new Set(received.map((event) => event.type));
  for (const type of [
    "response.reasoning_summary_part.added",
    "response.reasoning_summary_text.delta",
    "response.reasoning_summary_text.done",
    "response.reasoning_summary_part.done",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
  ]) {
    expect(types).toContain(type);
  }
  const finished = received.find((event) => event.type === "response.function_call_arguments.done");
  expect(finished).toMatchObject({ arguments: '{"to":"Rome"}', name: "go" });
});

it("ends as incomplete when the token limit is reached", async () => {
  gateway.enqueue("One two three four five six seven eight nine ten");
  const last = (await events({ model: "gpt-5.4", input: "Count", max_output_tokens: 3 })).at(-1);
  expect(last).toMatchObject({
    type: "response.incomplete",
    response: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
  });
});

it("sends an error event in the flat shape of this endpoint", async () => {
  const last = (
    await events({ model: "gpt-5.4", input: "Hi" }, { "x-gateway-fault": "error-event;after=2" })
  ).at(-1);
  expect(last).toMatchObject({ type: "error", code: "upstream_error", message: expect.any(String) });
});

it("continues a conversation with tool results", async () => {
  const input = [
    { role: "user", content: [{ type: "input_text", text: "Weather?" }] },
    { type: "function_call", call_id: "c1", name: "weather", arguments: "{}" },
    { type: "function_call_output", call_id: "c1", output: "sunny" },
  ];
  const body = (await (await post({ model: "gpt-5.4", input })).json()) as Body;
  expect(body.output_text).toContain("sunny");
});

it("calls models that only this endpoint serves", async () => {
  expect((await post({ model: "o3-pro", input: "Hi" })).status).toBe(200);
});

it.each([
  [{ model: "gpt-5.4" }, "missing_required_parameter", "input"],
  [{ input: "Hi" }, "missing_required_parameter", "model"],
  [{ model: "gpt-5.4", input: 7 }, "invalid_parameter_value", "input"],
  [{ model: "gpt-5.4", input: [] }, "invalid_parameter_value", "input"],
  [{ model: "gpt-5.4", input: [{ role: "user" }] }, "missing_required_parameter", "input[0].content"],
  [
    { model: "gpt-5.4", input: [{ type: "function_call", name: "x" }] },
    "missing_required_parameter",
    "input[0].call_id",
  ],
  [{ model: "gpt-5.4", input: "Hi", store: true }, "invalid_parameter_value", "store"],
  [{ model: "gpt-5.4", input: "Hi", reasoning_effort: "low" }, "unknown_field", "reasoning_effort"],
  [
    { model: "gpt-5.4", input: "Hi", reasoning: { effort: "huge" } },
    "invalid_parameter_value",
    "reasoning.effort",
  ],
  [
    { model: "gpt-5.4", input: "Hi", text: { format: { type: "json_schema", name: "x" } } },
    "missing_required_parameter",
    "text.format.schema",
  ],
  [
    { model: "gpt-4o", input: "Hi", reasoning: { effort: "low" } },
    "reasoning_not_supported",
    "reasoning.effort",
  ],
  [{ model: "gpt-4o", input: "Hi", tools: [{ type: "web_search" }] }, "hosted_tool_not_supported", "tools"],
])("refuses %j with %s for %s", async (body, code, param) => {
  const response = await post(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", code, param } });
});
