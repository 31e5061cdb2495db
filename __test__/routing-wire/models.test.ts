import { describe, expect, test } from "vitest";
import { Mode, NotFoundError } from "../../ts";
import { expectSent, messages, refusalOf, sendEverywhere, wire } from "./wire";

const models = ["claude-sonnet-4-6", "deepseek-chat"];

describe("routing over several models", () => {
  test("takes the best candidate of all models, and says which model answered", async () => {
    const both = await wire();
    await sendEverywhere(both, { gateway: { models } }, { gateway: { models } });
    const completion = await both.client.chat.completions.create({ messages, gateway: { models } });
    expect(completion.routing_metadata).toMatchObject({
      model_canonical: "deepseek-chat",
      provider: "deepseek",
    });
  });

  test("in the mode fallback begins with the first model, and turns to the next when all its providers fail", async () => {
    const { gateway, client } = await wire();
    const routing = { mode: Mode.FALLBACK };
    await client.chat.completions.create({ messages, gateway: { models, routing } });
    expectSent(gateway, { messages, gateway: { models, routing } });
    expect(gateway.lastRequest?.decision?.chosen?.model).toBe("claude-sonnet-4-6");
    gateway.setOutage("anthropic", true);
    const completion = await client.chat.completions.create({ messages, gateway: { models, routing } });
    expect(completion.routing_metadata?.model_canonical).toBe("deepseek-chat");
    expect(gateway.lastRequest?.decision?.attempts.map(({ provider }) => provider)).toEqual([
      "anthropic",
      "deepseek",
    ]);
  });

  test("can be written in the older place, and goes out in the new one", async () => {
    const both = await wire();
    const routing = { optimize: "ttft" };
    await sendEverywhere(both, { models, routing }, { gateway: { routing, models } });
    await sendEverywhere(both, { model: "gpt-5.4", routing }, { model: "gpt-5.4", gateway: { routing } });
    await sendEverywhere(
      both,
      { models, gateway: { metadata: { tags: ["t"] } } },
      { gateway: { metadata: { tags: ["t"] }, models } },
    );
  });

  test("is refused before the network when it is not clear which model is meant", async () => {
    const { gateway, client } = await wire();
    const { completions } = client.chat;
    const refused = {
      "gateway.models": completions.create({ model: "gpt-5.4", messages, gateway: { models } }),
      models: completions.create({ model: "gpt-5.4", messages, models }),
      model: completions.create({ messages, gateway: { models: null } }),
      routing: client.responses.create({
        model: "gpt-5.4",
        input: "Hello",
        routing: {},
        gateway: { routing: {} },
      }),
    };
    for (const [param, call] of Object.entries(refused)) {
      expect(await refusalOf(call)).toMatchObject({ param, attempts: 0, statusCode: 400 });
    }
    const twice = completions.create({ messages, models, gateway: { models } });
    expect((await refusalOf(twice)).param).toBe("models");
    expect(gateway.requests).toHaveLength(0);
  });

  test("leaves to the server what only the server can know: how many, and whether they exist", async () => {
    const { gateway, client } = await wire();
    const many = Array.from({ length: 11 }, (_, index) => `model-${index}`);
    const error = await refusalOf(client.chat.completions.create({ messages, gateway: { models: many } }));
    expect(error).toMatchObject({ param: "gateway.models", attempts: 1 });
    expectSent(gateway, { messages, gateway: { models: many } });
    const unknown = client.chat.completions.create({ messages, gateway: { models: ["no-such-model"] } });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("a model's suffix", () => {
  test.each(["cost", "cost-focus", "ttft", "ttft-focus", "tps-focus"])(
    ":%s is sent with the name and selects the strategy",
    async (suffix) => {
      const both = await wire();
      const model = `deepseek-chat:${suffix}`;
      await sendEverywhere(both, { model }, { model });
      for (const { decision } of both.gateway.requests) expect(decision?.strategy).toBe(suffix);
    },
  );

  test("is left alone in names with more than one colon", async () => {
    const { gateway, client } = await wire();
    const model = "ft:gpt-4o:acme:ttft";
    await expect(client.chat.completions.create({ model, messages })).rejects.toBeInstanceOf(NotFoundError);
    expectSent(gateway, { messages, model });
  });
});

describe("the escape hatch", () => {
  test("lays fields over the body, gateway one level deep, and never touches stream", async () => {
    const { gateway, client } = await wire({ respond: { raw: { body: { choices: [] } } } });
    const params = {
      model: "gpt-5.4",
      messages,
      gateway: { routing: { optimize: "cost" }, metadata: { tags: ["a"] } },
    };
    const extraBody = {
      model: "gpt-4o",
      novel: { x: null },
      gateway: { routing: { novel_option: 1 }, models: ["x"] },
      stream: true,
    };
    await client.chat.completions.create(params, { extraBody });
    expect(gateway.lastRequest?.body).toEqual({
      messages,
      model: "gpt-4o",
      novel: { x: null },
      gateway: { routing: { novel_option: 1 }, metadata: { tags: ["a"] }, models: ["x"] },
    });
  });

  test("can't supply the model, because that is checked before", async () => {
    const { gateway, client } = await wire();
    const error = await refusalOf(
      client.chat.completions.create({ messages }, { extraBody: { model: "gpt-5.4" } }),
    );
    expect(error).toMatchObject({ param: "model", code: "missing_required_parameter" });
    expect(gateway.requests).toHaveLength(0);
  });
});
