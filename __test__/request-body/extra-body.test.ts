import { describe, expect, test } from "vitest";
import { BadRequestError, mergeGatewayExtraBody, toExtraBody } from "../../ts/index";

describe("toExtraBody", () => {
  test.each([
    ["routing options", { optimize: "cost" }, { gateway: { routing: { optimize: "cost" } } }],
    ["no routing options", {}, { gateway: { routing: {} } }],
    ["fields that are null", { optimize: "tps", mode: null }, { gateway: { routing: { optimize: "tps" } } }],
    [
      "gateway options",
      { models: ["a", "b"], routing: { tier: "priority" }, metadata: { tags: ["x"] } },
      { gateway: { models: ["a", "b"], routing: { tier: "priority" }, metadata: { tags: ["x"] } } },
    ],
    ["gateway options of nothing", { routing: null, models: undefined }, {}],
  ])("writes %s", (_name, options, body) => {
    expect(toExtraBody(options)).toEqual(body);
  });

  test.each([
    [{ optimise: "cost" }, "routing.optimise"],
    [{ only_byok: true, only_platform: true }, "routing.only_byok"],
    [{ weights: { tps: 1 } }, "routing.weights.tps"],
    [{ routing: { max_ttft_ms: -1 } }, "gateway.routing.max_ttft_ms"],
    [{ metadata: { tag: "x" } }, "gateway.metadata.tag"],
    ["cost", "options"],
  ])("refuses %j and names the field", (options, param) => {
    expect(() => toExtraBody(options as never)).toThrow(BadRequestError);
    expect(() => toExtraBody(options as never)).toThrow(expect.objectContaining({ param }));
  });

  test("leaves what it was given alone", () => {
    const options = Object.freeze({ optimize: "cost", weights: Object.freeze({ cost: 1 }) });
    const body = toExtraBody(options);
    expect(body.gateway?.routing).not.toBe(options);
  });
});

describe("mergeGatewayExtraBody", () => {
  test.each([
    ["top-level fields of the overlay win", { user: "a", seed: 1 }, { user: "b" }, { user: "b", seed: 1 }],
    [
      "two gateway objects are merged one level deep, and no deeper",
      { gateway: { routing: { optimize: "cost" }, metadata: { tags: ["x"] } } },
      { gateway: { routing: { tier: "priority" } } },
      { gateway: { routing: { tier: "priority" }, metadata: { tags: ["x"] } } },
    ],
    [
      "a gateway that is no object is replaced",
      { gateway: "odd" },
      { gateway: { models: [] } },
      { gateway: { models: [] } },
    ],
    [
      "a gateway can be replaced by what is none",
      { gateway: { models: [] } },
      { gateway: null },
      { gateway: null },
    ],
    ["nothing over something", { gateway: { models: ["a"] } }, undefined, { gateway: { models: ["a"] } }],
    ["something over nothing", null, { top_k: 1 }, { top_k: 1 }],
  ])("%s", (_name, base, overlay, merged) => {
    expect(mergeGatewayExtraBody(base, overlay)).toEqual(merged);
  });

  test("changes neither argument", () => {
    const base = Object.freeze({ gateway: Object.freeze({ routing: {} }) });
    const overlay = Object.freeze({ gateway: Object.freeze({ metadata: {} }) });
    expect(mergeGatewayExtraBody(base, overlay)).toEqual({ gateway: { routing: {}, metadata: {} } });
  });
});
