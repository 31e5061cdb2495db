import type { Scenario } from "../scenario";

/** Models, providers and identity. */
export const resources: readonly Scenario[] = [
  {
    title: "the list of models",
    call: "models.list",
    replies: [
      {
        body: {
          object: "list",
          catalog_version: "v",
          catalog_age_seconds: 3,
          data: [
            {
              id: "gpt-5.4",
              object: "model",
              created: 1,
              owned_by: "auriko",
              context_window: 400_000,
              supported_endpoints: ["chat_completions", "responses"],
              providers: [{ name: "openai", input_price: 1.75, output_price: 14, data_policy: "zdr" }],
            },
          ],
        },
      },
    ],
  },
  {
    title: "the list of models for an endpoint",
    call: "models.list",
    params: { endpoint: "responses" },
    replies: [{ body: { object: "list", data: [] } }],
  },
  {
    title: "one model, by an alias with a colon",
    call: "models.retrieve",
    params: { model_id: "gpt-5.4-latest" },
    replies: [{ body: { id: "gpt-5.4", object: "model", created: 1, owned_by: "auriko", providers: [] } }],
  },
  {
    title: "one model, by an id with a slash",
    call: "models.retrieve",
    params: { model_id: "openai/gpt-oss:free" },
    replies: [{ body: { id: "gpt-oss", object: "model", created: 1, owned_by: "auriko", providers: [] } }],
    differs: {
      row: "encoded-ids",
      ours: { sent: [lookUp("/v1/models/openai%2Fgpt-oss%3Afree")] },
      theirs: { sent: [lookUp("/v1/models/openai/gpt-oss:free")] },
    },
  },
  {
    title: "the directory",
    call: "models.directory",
    replies: [
      {
        body: {
          generated_at: "2026-11-21T00:00:00Z",
          models: {
            "gpt-5.4": {
              family: "gpt-5",
              display_name: "GPT-5.4",
              author: "openai",
              aliases: ["x"],
              supported_parameters: ["seed"],
              providers: [
                {
                  provider: "openai",
                  provider_model_id: "gpt-5.4",
                  context_window: 1,
                  capabilities: { supports_prompt_caching: true },
                  tiers: [
                    {
                      name: "standard",
                      input_price: 1.75,
                      output_price: 14,
                      cache_read_price: 0.175,
                      price_variants: [{ role: "input", price: 2, constraints: { min: "1" } }],
                    },
                  ],
                  shutdown_at: "2027-01-01",
                },
              ],
            },
          },
        },
      },
    ],
  },
  {
    title: "the registry of models",
    call: "models.registry",
    replies: [
      {
        body: {
          count: 1,
          playground_defaults: ["gpt-5.4"],
          models: [
            {
              id: "gpt-5.4",
              family: "gpt-5",
              display_name: "GPT-5.4",
              capabilities: { tools: true },
              input_modalities: ["text"],
              output_modalities: ["text"],
              providers: ["openai"],
              has_free_provider: false,
            },
          ],
        },
      },
    ],
  },
  {
    title: "the registry of providers",
    call: "models.providers",
    replies: [
      {
        body: {
          count: 1,
          providers: [
            { id: "openai", display_name: "OpenAI", description: "d", icon: "i", data_policy: "zdr" },
          ],
        },
      },
    ],
  },
  {
    title: "who the key belongs to",
    call: "me",
    replies: [
      {
        body: {
          credential_type: "api_key",
          status: "active",
          profile: "inference",
          key_id: "k",
          key_prefix: "ak_test",
          key_name: "n",
          workspace: { id: "w", name: "W" },
          scopes: ["inference"],
          rate_limits: { inference_rpm: 1, management_reads_rpm: 2, management_writes_rpm: 3 },
          expires_at: null,
          created_at: "2026-11-21T00:00:00Z",
        },
      },
    ],
  },
  {
    title: "who the key belongs to, of an older generation",
    call: "me",
    replies: [{ body: { object: "api_key_identity", user_id: "u", workspace_id: null, rate_limit_rpm: 30 } }],
    differs: { row: "lenient-answers", theirs: { "error.class": "ValidationError" } },
  },
];

function lookUp(path: string) {
  return { method: "GET", path, authorization: "Bearer ak_test_parity", body: null };
}
