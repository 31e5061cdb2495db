import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultCatalogue, type Gateway, startGateway } from "../../gateway";
import type { Body } from "./call-gateway";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ seed: 1 });
});
afterAll(() => gateway.close());

async function get(path: string, authorization = `Bearer ${gateway.apiKey}`): Promise<Body> {
  const response = await fetch(`${gateway.baseUrl}/${path}`, { headers: { authorization } });
  return { status: response.status, ...((await response.json()) as Body) };
}

const ids = (body: Body): string[] => (body.data as { id: string }[]).map(({ id }) => id);

it("lists the models that chat can call, and with endpoint=responses those that only responses can", async () => {
  const chat = await get("models");
  expect(chat).toMatchObject({ object: "list", catalog_version: expect.any(String), catalog_age_seconds: 0 });
  expect(ids(chat)).toContain("gpt-4o");
  expect(ids(chat)).not.toContain("o3-pro");
  expect(ids(await get("models?endpoint=responses"))).toEqual(
    expect.arrayContaining(["gpt-4o", "o3-pro", "gpt-5.5-pro"]),
  );
  expect(await get("models?endpoint=smoke")).toMatchObject({ status: 400, error: { param: "endpoint" } });
});

it("gives one model by its id, an alias, or an id with a slash, escaped or not", async () => {
  const model = await get("models/gpt-oss-20b");
  expect(model).toMatchObject({
    id: "gpt-oss-20b",
    object: "model",
    owned_by: "auriko",
    context_window: 131_072,
    supported_endpoints: ["chat_completions", "responses"],
    providers: [
      { name: "fireworks_ai", input_price: 0.07, output_price: 0.3, data_policy: "zdr" },
      { name: "together_ai" },
    ],
  });
  for (const path of ["models/openai/gpt-oss-20b", "models/openai%2Fgpt-oss-20b"]) {
    expect(await get(path)).toMatchObject({ status: 200, id: "gpt-oss-20b" });
  }
  expect(await get("models/none")).toMatchObject({
    status: 404,
    error: { type: "not_found_error", code: "model_not_found" },
  });
});

it("shows the directory with cache prices, without a key", async () => {
  const { models, generated_at: at } = (await get("directory/models", "")) as {
    models: Record<string, Body>;
    generated_at: string;
  } & Body;
  expect(at).toBe("2026-01-01T00:00:00.000Z");
  expect(models["claude-sonnet-4-6"]).toMatchObject({
    display_name: "Claude Sonnet 4.6",
    providers: [
      {
        provider: "anthropic",
        capabilities: { supports_prompt_caching: true },
        tiers: [
          {
            name: "standard",
            input_price: 3,
            cache_read_price: 0.3,
            cache_write_price: 3.75,
            price_variants: [],
          },
          { name: "priority", input_price: 18 },
        ],
      },
    ],
  });
});

it("shows the registry of models and providers, without a key", async () => {
  const { models, providers } = defaultCatalogue();
  expect(await get("registry/models", "")).toMatchObject({ count: models.length, playground_defaults: [] });
  const registry = await get("registry/providers", "");
  expect(registry).toMatchObject({ count: providers.length });
  expect(registry.providers).toContainEqual(
    expect.objectContaining({ id: "google_ai_studio", data_policy: "no_training", icon: expect.any(String) }),
  );
});

it("says who the key belongs to", async () => {
  expect(await get("me")).toMatchObject({
    credential_type: "api_key",
    status: "active",
    key_prefix: gateway.apiKey.slice(0, 12),
    workspace: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    rate_limits: { inference_rpm: 1_000_000 },
    expires_at: null,
  });
});

it.each(["models", "models/gpt-4o", "me"])("wants a key for %s", async (path) => {
  expect(await get(path, "")).toMatchObject({ status: 401, error: { code: "invalid_api_key" } });
});

it.each([
  [{ providers: 1, models: [] }, "catalogue.providers"],
  [{ providers: [], models: [{ id: "m", offers: [] }] }, "catalogue.models[0].offers"],
  [{ providers: [{ id: "p", dataPolicy: "open" }], models: [] }, "catalogue.providers[0].dataPolicy"],
  [
    { providers: [], models: [{ id: "m", offers: [{ provider: "p" }] }] },
    "catalogue.models[0].offers[0].provider",
  ],
])("refuses the catalogue %j and names the field", async (catalogue, param) => {
  await expect(startGateway({ catalogue: catalogue as never })).rejects.toMatchObject({
    name: "BadRequestError",
    param,
  });
});
