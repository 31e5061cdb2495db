import { describe, expect, test } from "vitest";
import * as mini from "zod/mini";
import { Client } from "../../ts/index";
import { buildChatBody } from "../../ts/request-body";
import { responseFormat } from "../../ts/structured-output";

const refused = (run: () => unknown): { param?: unknown; message: string } => {
  try {
    run();
  } catch (error) {
    return error as { param?: unknown; message: string };
  }
  throw new Error("It was not refused.");
};

describe("a slip is named together with its fix", () => {
  test.each([
    ["5s", 5000],
    ["1.5 min", 90_000],
    ["2000", 2000],
  ])("a timeout in words: %s", (timeout, milliseconds) => {
    const error = refused(() => new Client({ apiKey: "k", timeout: timeout as unknown as number }));
    expect(error.param).toBe("timeout");
    expect(error.message).toContain(`write timeout: ${milliseconds}`);
  });

  test("a limit in words that nobody can read", () => {
    const error = refused(() => new Client({ apiKey: "k", timeout: { idle: "soon" as unknown as number } }));
    expect(error).toMatchObject({ param: "timeout.idle" });
    expect(error.message).toContain("number of milliseconds");
  });

  test.each(["optimise", "optimize", "max_ttft_ms"])("a routing option at the top level: %s", (name) => {
    const error = refused(() => buildChatBody({ model: "m", messages: [], [name]: "cost" } as never));
    expect(error.param).toBe(name);
    expect(error.message).toContain(`gateway.routing.${name === "optimise" ? "optimize" : name}`);
  });

  test("a schema of zod/mini, which works with its JSON Schema beside it", () => {
    const schema = mini.object({ a: mini.string() });
    const error = refused(() => responseFormat(schema as never));
    expect(error.message).toContain("z.toJSONSchema(schema)");
    const format = responseFormat(schema as never, { jsonSchema: mini.toJSONSchema(schema) as never });
    expect(format.json_schema.schema).toMatchObject({
      type: "object",
      properties: { a: { type: "string" } },
    });
  });
});
