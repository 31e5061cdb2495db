import { describe, expect, test } from "vitest";
import { caught } from "../support/client";
import { hello, workspace } from "./workspace";

const secret = "provider-secret-0123456789";

describe("your own keys at providers", () => {
  test("are stored, listed, made default, disabled and deleted", async () => {
    const { client, workspace_id } = await workspace();
    const first = await client.byokKeys.create({ workspace_id, provider: "openai", api_key: secret });
    expect(first).toMatchObject({ provider: "openai", is_default: true, disabled: false });
    const second = await client.byokKeys.create({
      workspace_id,
      provider: "openai",
      api_key: secret,
      name: "second",
      is_default: true,
      account_tier: "paid",
    });
    expect(second).toMatchObject({ name: "second", is_default: true, tier_source: "user_specified" });
    expect(await client.byokKeys.retrieve(first.id, { workspace_id })).toMatchObject({ is_default: false });
    expect(await client.byokKeys.update(second.id, { workspace_id, disabled: true })).toMatchObject({
      disabled: true,
      is_default: false,
    });
    expect(await caught(client.byokKeys.update(second.id, { workspace_id, is_default: true }))).toMatchObject(
      {
        name: "ConflictError",
        code: "state_precondition_failed",
      },
    );
    await client.byokKeys.delete(first.id, { workspace_id });
    const left = await client.byokKeys.list({ workspace_id, provider: "openai" });
    expect(left).toMatchObject({ count: 1, data: [{ id: second.id }] });
    expect(JSON.stringify(left)).not.toContain(secret);
  });

  test("are used for routing from then on, and no longer when they are gone", async () => {
    const { client, workspace_id } = await workspace();
    const byok = { ...hello, gateway: { routing: { only_byok: true } } };
    expect(await caught(client.chat.completions.create(byok))).toMatchObject({ code: "byok_keys_required" });
    const { id } = await client.byokKeys.create({ workspace_id, provider: "openai", api_key: secret });
    const answer = await client.chat.completions.create(byok);
    expect(answer.routing_metadata).toMatchObject({ provider: "openai" });
    await client.byokKeys.delete(id, { workspace_id });
    expect(await caught(client.chat.completions.create(byok))).toMatchObject({ code: "byok_keys_required" });
  });

  test("are stored once, however often a request with the same Idempotency-Key comes", async () => {
    const { client, workspace_id } = await workspace();
    const store = () =>
      client.byokKeys.create(
        { workspace_id, provider: "openai", api_key: secret },
        { idempotencyKey: "once" },
      );
    const [first, second] = [await store(), await store()];
    expect(second.id).toBe(first.id);
    expect(await client.byokKeys.list({ workspace_id })).toMatchObject({ count: 1 });
  });

  test("can't have their secret changed, and a change needs a field", async () => {
    const { client, workspace_id } = await workspace();
    const { id } = await client.byokKeys.create({ workspace_id, provider: "openai", api_key: secret });
    expect(
      await caught(client.byokKeys.update(id, { workspace_id, api_key: secret } as never)),
    ).toMatchObject({
      name: "BadRequestError",
      param: "params.api_key",
    });
    expect(await caught(client.byokKeys.update(id, { workspace_id }))).toMatchObject({ param: "params" });
  });
});

describe("providers that take your own keys", () => {
  test("are listed with their kinds of account, without a scope", async () => {
    const { client } = await workspace({ apiKeys: [{ key: "ak_test_caller", scopes: ["inference"] }] });
    const { data } = await client.byokProviders.list();
    expect(data).toContainEqual(expect.objectContaining({ provider: "openai" }));
    const tiers = await client.byokProviders.tiers("openai");
    expect(tiers).toMatchObject({ object: "list", provider: "openai" });
    expect(tiers.count).toBe(tiers.data.length);
    expect(await caught(client.byokProviders.tiers("nobody"))).toMatchObject({ name: "NotFoundError" });
  });
});
