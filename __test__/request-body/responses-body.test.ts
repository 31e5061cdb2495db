import { describe, expect, test } from "vitest";
import { BadRequestError } from "../../ts/errors";
import { buildResponsesBody } from "../../ts/request-body";

describe("a Responses body", () => {
  test("has input in the place of messages and follows the same rules", () => {
    const body = buildResponsesBody(
      {
        input: "hi",
        model: "m",
        instructions: null,
        reasoning: { effort: "low" },
        gateway: { metadata: { user_id: "u" } },
      },
      { stream: true, extraBody: { gateway: { models: ["x"] }, store: false } },
    );
    expect(body).toEqual({
      input: "hi",
      model: "m",
      reasoning: { effort: "low" },
      gateway: { metadata: { user_id: "u" }, models: ["x"] },
      store: false,
      stream: true,
    });
    expect(Object.keys(body)).toEqual(["input", "model", "reasoning", "gateway", "store", "stream"]);
  });

  test.each([
    [{ model: "m" }, "input", "missing_required_parameter"],
    [{ model: "m", input: 3 }, "input", "invalid_parameter_value"],
    [{ model: "m", messages: [] }, "messages", "invalid_parameter_value"],
    [{ input: "hi" }, "model", "missing_required_parameter"],
    [{ input: "hi", model: "m", models: [] }, "models", "invalid_parameter_value"],
    [{ input: "hi", model: "m", maxOutputTokens: 3 }, "maxOutputTokens", "invalid_parameter_value"],
    [
      { input: "hi", model: "m", routing: { deadline_ms: 1, timeout_ms: 2 } },
      "routing.deadline_ms",
      "invalid_parameter_value",
    ],
  ])("%j is refused at %s", (params, param, code) => {
    const run = () => buildResponsesBody(params as never);
    expect(run).toThrow(BadRequestError);
    expect(run).toThrow(expect.objectContaining({ param, code }));
  });
});
