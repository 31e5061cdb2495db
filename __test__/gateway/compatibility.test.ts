import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";

let openai: Gateway;
let auriko: Gateway;
beforeAll(async () => {
  [openai, auriko] = await Promise.all([startGateway({ compatibility: "openai" }), startGateway()]);
});
afterAll(() => Promise.all([openai.close(), auriko.close()]));

async function ask(gateway: Gateway, method: string, path: string, body?: object) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: (text.startsWith("{") ? JSON.parse(text) : {}) as never };
}

const hi = [{ role: "user", content: "Hi" }];
const functionTool = { type: "function", function: { name: "look", parameters: { type: "object" } } };
const customTool = { type: "custom", custom: { name: "sql", description: "Runs a query." } };
const chat = (body: object) => ({ model: "gpt-5.4", messages: hi, ...body });
const responses = (body: object) => ({ model: "gpt-5.4", input: "Hi", ...body });

describe("a chat completion as programs for OpenAI's API ask for it", () => {
  test.each<[string, object]>([
    ["a custom tool", { tools: [customTool] }],
    [
      "a custom tool that is chosen",
      { tools: [customTool], tool_choice: { type: "custom", custom: { name: "sql" } } },
    ],
    [
      "allowed tools",
      {
        tools: [functionTool, customTool],
        tool_choice: { type: "allowed_tools", allowed_tools: { mode: "required", tools: [functionTool] } },
      },
    ],
    [
      "sound and a file",
      {
        messages: [
          {
            role: "user",
            content: [
              { type: "input_audio", input_audio: { data: "AA==", format: "wav" } },
              { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AA==" } },
            ],
          },
        ],
      },
    ],
    [
      "a custom call and its output",
      {
        messages: [
          ...hi,
          {
            role: "assistant",
            tool_calls: [{ id: "c", type: "custom", custom: { name: "sql", input: "select 1" } }],
          },
          { role: "tool", tool_call_id: "c", content: "1" },
        ],
      },
    ],
    ["storing", { store: true, metadata: { a: "b" } }],
  ])("is answered: %s", async (_what, body) => {
    expect(await ask(openai, "POST", "/chat/completions", chat(body))).toMatchObject({ status: 200 });
  });

  test("is refused for what any server would refuse", async () => {
    expect(await ask(openai, "POST", "/chat/completions", chat({ temperature: "hot" }))).toMatchObject({
      status: 400,
    });
  });
});

describe("a response as programs for OpenAI's API ask for it", () => {
  test.each([false, true])(
    "goes on from an earlier one, which can be asked for and deleted; streamed: %s",
    async (stream) => {
      const first = await ask(
        openai,
        "POST",
        "/responses",
        responses({ input: "My name is Ada.", store: true, stream }),
      );
      const id = /"id":"(resp_[^"]+)"/.exec(first.text)?.[1];
      const next = await ask(openai, "POST", "/responses", responses({ previous_response_id: id }));
      expect(next).toMatchObject({ status: 200 });
      expect(await ask(openai, "GET", `/responses/${id}`)).toMatchObject({
        status: 200,
        json: { id, status: "completed" },
      });
      expect(await ask(openai, "GET", `/responses/${id}/input_items`)).toMatchObject({
        json: { data: [{ role: "user", content: "My name is Ada." }] },
      });
      expect(await ask(openai, "DELETE", `/responses/${id}`)).toMatchObject({ json: { deleted: true } });
      expect(await ask(openai, "GET", `/responses/${id}`)).toMatchObject({ status: 404 });
      expect(await ask(openai, "POST", "/responses", responses({ previous_response_id: id }))).toMatchObject({
        status: 404,
        json: { error: { param: "previous_response_id" } },
      });
    },
  );

  test("is not stored where the request says so", async () => {
    const { json } = await ask(openai, "POST", "/responses", responses({ store: false }));
    expect(await ask(openai, "GET", `/responses/${(json as { id: string }).id}`)).toMatchObject({
      status: 404,
    });
  });

  test("brings files, sound and images by their id", async () => {
    const content = [
      { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,AA==" },
      { type: "input_audio", input_audio: { data: "AA==", format: "wav" } },
      { type: "input_image", file_id: "file_1" },
      { type: "input_text", text: "What is it?" },
    ];
    const body = responses({ input: [{ role: "user", content }] });
    expect(await ask(openai, "POST", "/responses", body)).toMatchObject({ status: 200 });
  });
});

describe("before a real server", () => {
  const model = "llama";
  async function relaying() {
    const upstream = await startGateway({ compatibility: "openai", apiKeys: ["upstream-key"] });
    const relay = await startGateway({
      compatibility: "openai",
      upstreams: {
        local: {
          baseUrl: upstream.baseUrl,
          headers: { authorization: "Bearer upstream-key" },
          models: [{ id: model, providerModelId: "gpt-5.4" }],
        },
      },
    });
    onTestFinished(async () => void (await Promise.all([relay.close(), upstream.close()])));
    return { upstream, relay };
  }

  test("a chat goes on as it was written, not as the simulated models are told it", async () => {
    const { upstream, relay } = await relaying();
    const sound = { type: "input_audio", input_audio: { data: "AA==", format: "wav" } };
    const written = {
      messages: [{ role: "user", content: [{ type: "text", text: "Hi" }, sound] }],
      tools: [functionTool, customTool],
      tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [functionTool] } },
      store: true,
    };
    expect(await ask(relay, "POST", "/chat/completions", { model, ...written })).toMatchObject({
      status: 200,
    });
    expect(upstream.lastRequest?.body).toEqual({ model: "gpt-5.4", ...written });
  });

  test("a response goes on as it was written, with what was said before in place of the gateway's id", async () => {
    const { upstream, relay } = await relaying();
    const file = {
      type: "input_file",
      filename: "a.pdf",
      file_data: "data:application/pdf;base64,AA==",
    };
    const input = [{ role: "user", content: [file] }];
    const first = await ask(relay, "POST", "/responses", { model, input });
    expect(upstream.lastRequest?.body).toEqual({ model: "gpt-5.4", input });
    const { id, output } = first.json as { id: string; output: unknown[] };
    await ask(relay, "POST", "/responses", { model, input: "And?", previous_response_id: id });
    const next = { type: "message", role: "user", content: "And?" };
    expect(upstream.lastRequest?.body).toEqual({ model: "gpt-5.4", input: [...input, ...output, next] });
  });
});

describe("a gateway without the option stays faithful to Auriko", () => {
  test.each<[string, object]>([
    ["/chat/completions", chat({ tools: [customTool] })],
    ["/responses", responses({ store: true })],
  ])("%s refuses what Auriko's reference does not know", async (path, body) => {
    expect(await ask(auriko, "POST", path, body)).toMatchObject({ status: 400 });
  });

  test("and has no stored responses", async () => {
    expect(await ask(auriko, "GET", "/responses/resp_1")).toMatchObject({ status: 404 });
  });
});
