import { readChatRequest } from "../../../gateway/chat/read-chat-request";
import { readResponsesRequest } from "../../../gateway/responses/read-responses-request";
import { ApiFailure } from "../../../gateway/server/api-failure";
import { readTarget } from "../../../gateway/server/request-target";
import { isObject } from "../../../ts/streaming/plain-data";
import { check, type Target } from "../target";

const messages = [{ role: "user", content: "Hello" }];

/** The gateway refuses what it can't serve by an answer of its API, whatever a client sends. The first line is the path. */
export const gatewayRequests: Target = {
  seeds: [
    `/v1/chat/completions?x=1\n${JSON.stringify({ model: "m", messages, stream: true, n: 2, stop: ["x"] })}`,
    `/v1/responses\n${JSON.stringify({ model: "m", input: [{ type: "message", role: "user", content: "x" }] })}`,
    `/v1/chat/completions\n${JSON.stringify({
      model: "m",
      messages: [
        ...messages,
        { role: "assistant", content: null, tool_calls: [{ id: "a", function: { name: "f" } }] },
      ],
      tools: [{ type: "function", function: { name: "f", parameters: { type: "object" } } }],
      gateway: { routing: { optimize: "cost", weights: { cost: 1 } }, models: ["a"] },
      response_format: { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } },
    })}`,
    'http://a:99999/\n{"input":"x"}',
  ],
  words: [
    ...[
      '"messages"',
      '"input"',
      '"tools"',
      '"tool_choice"',
      '"gateway"',
      '"routing"',
      '"content"',
      '"role"',
      '"type"',
    ],
    ...[
      '"image_url"',
      '"response_format"',
      '"reasoning"',
      '"extensions"',
      '"stop"',
      '"functions"',
      '"function_call"',
    ],
  ],
  read(text) {
    const end = text.indexOf("\n");
    const target = readTarget(end < 0 ? text : text.slice(0, end));
    check(
      typeof target.path === "string" &&
        Object.values(target.query).every((value) => typeof value === "string"),
      "no target",
    );
    let body: unknown;
    try {
      body = JSON.parse(text.slice(end + 1));
    } catch {
      return;
    }
    if (!isObject(body)) return;
    for (const read of [readChatRequest, readResponsesRequest]) {
      try {
        read(structuredClone(body));
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
      }
    }
  },
};
