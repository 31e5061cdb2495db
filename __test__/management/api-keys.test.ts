import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../gateway";
import { json } from "../support/answers";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";
import { clientWith, hello, workspace } from "./workspace";

describe("an API key", () => {
  test("is created, calls models, is looked at, changed, revoked, and then refused", async () => {
    const { gateway, client, workspace_id } = await workspace();
    const created = await client.apiKeys.create({ workspace_id, name: "CI", rate_limit_rpm: 30 });
    expect(created).toMatchObject({ name: "CI", profile: "inference", is_active: true, rate_limit_rpm: 30 });
    const caller = clientWith(gateway, created.api_key);
    expect((await caller.me.get()).key_name).toBe("CI");
    await caller.chat.completions.create(hello);

    const renamed = await client.apiKeys.update(created.id, { workspace_id, name: "nightly CI" });
    expect(renamed).toMatchObject({ id: created.id, name: "nightly CI" });
    expect(await client.apiKeys.retrieve(created.id, { workspace_id })).toMatchObject({
      name: "nightly CI",
      last_used_at: expect.any(String),
    });

    const revoked = await client.apiKeys.delete(created.id, { workspace_id });
    expect(revoked).toMatchObject({ id: created.id, propagation_status: "pending" });
    expect(await caught(caller.me.get())).toMatchObject({ name: "AuthenticationError" });
    const ids = async (include_revoked: boolean) =>
      (await client.apiKeys.list({ workspace_id, include_revoked })).data.map(({ id }) => id);
    expect(await ids(false)).not.toContain(created.id);
    expect(await ids(true)).toContain(created.id);
  });

  test("can be switched off and on again, which takes effect a little later", async () => {
    const { gateway, client, workspace_id } = await workspace();
    const { id, api_key } = await client.apiKeys.create({ workspace_id, name: "CI" });
    const off = await client.apiKeys.update(id, { workspace_id, is_active: false });
    expect(off).toMatchObject({ is_active: false, propagation_status: "pending" });
    expect(await caught(clientWith(gateway, api_key).me.get())).toMatchObject({ statusCode: 401 });
    await client.apiKeys.update(id, { workspace_id, is_active: true });
    await clientWith(gateway, api_key).me.get();
  });

  test("ends when it expires", async () => {
    const clock = new ManualClock(Date.parse("2026-11-01T00:00:00Z"));
    const { gateway, client, workspace_id } = await workspace({ clock });
    const { api_key } = await client.apiKeys.create({
      workspace_id,
      name: "for a day",
      expires_at: "2026-11-02T00:00:00Z",
    });
    await clientWith(gateway, api_key).me.get();
    clock.advance(86_400_001);
    expect(await caught(clientWith(gateway, api_key).me.get())).toMatchObject({ statusCode: 401 });
  });

  test("has a rate limit and a budget of its own", async () => {
    const { gateway, client, workspace_id } = await workspace();
    const slow = await client.apiKeys.create({ workspace_id, name: "slow", rate_limit_rpm: 1 });
    const caller = clientWith(gateway, slow.api_key);
    await caller.chat.completions.create(hello);
    expect(await caught(caller.chat.completions.create(hello))).toMatchObject({
      code: "rate_limit_exceeded",
    });

    const budget = { limit_usd: 0.01, enforce: true };
    const poor = await client.apiKeys.create({ workspace_id, name: "poor", budget });
    const long = { ...hello, messages: [{ role: "user" as const, content: "word ".repeat(20_000) }] };
    const spender = clientWith(gateway, poor.api_key);
    await spender.chat.completions.create(long);
    expect(await caught(spender.chat.completions.create(long))).toMatchObject({
      code: "budget_exhausted",
      responseHeaders: { budgetExceeded: { scope: "api_key" } },
    });
    // Nobody else pays for it.
    await client.chat.completions.create(hello);
  });

  test("tells what it was used for", async () => {
    const { gateway, client, workspace_id } = await workspace();
    const { id, api_key } = await client.apiKeys.create({ workspace_id, name: "CI" });
    const caller = clientWith(gateway, api_key);
    const answers = [
      await caller.chat.completions.create(hello),
      await caller.chat.completions.create(hello),
    ];
    gateway.failNext("500");
    await caught(caller.chat.completions.create(hello));
    const usage = await client.apiKeys.usage(id, { workspace_id, period: "day" });
    const spent = answers.reduce((sum, { routing_metadata }) => sum + (routing_metadata?.cost?.usd ?? 0), 0);
    expect(usage).toMatchObject({
      key_id: id,
      workspace_id,
      period: "day",
      request_count: 3,
      error_count: 1,
      rate_limit_count: 0,
      tokens_input: answers.reduce((sum, { usage: used }) => sum + (used?.prompt_tokens ?? 0), 0),
    });
    expect(usage.cost_usd).toBeCloseTo(spent, 9);
  });
});

describe("the secret of a new key", () => {
  test("can be read, and is in no log and no JSON unless somebody puts it there", async () => {
    const { client, workspace_id } = await workspace();
    const created = await client.apiKeys.create({ workspace_id, name: "CI" });
    expect(created.api_key).toMatch(/^ak_/);
    const shown = [JSON.stringify(created), inspect(created), JSON.stringify({ ...created })].join();
    expect(shown).not.toContain(created.api_key);
    expect(shown).toContain(created.id);
  });
});

describe("what an API key may do", () => {
  const scopes = (...names: string[]) => ({
    apiKeys: [{ key: "ak_test_reader", scopes: names }],
  });

  test("is refused by the name of the missing scope", async () => {
    const { client, workspace_id } = await workspace(scopes("keys:read"));
    await client.apiKeys.list({ workspace_id });
    expect(await caught(client.apiKeys.create({ workspace_id, name: "x" }))).toMatchObject({
      name: "PermissionDeniedError",
      code: "insufficient_permissions",
      message: expect.stringContaining("keys:write"),
    });
    expect(await caught(client.chat.completions.create(hello))).toMatchObject({ statusCode: 403 });
  });

  test("includes usage with usage:read alone", async () => {
    const { client, workspace_id } = await workspace(scopes("usage:read"));
    const { key_id } = await client.me.get();
    expect(await client.apiKeys.usage(key_id as string, { workspace_id })).toMatchObject({ period: "month" });
    expect(await caught(client.apiKeys.list({ workspace_id }))).toMatchObject({ statusCode: 403 });
  });

  test("never includes another workspace, which looks as one that does not exist", async () => {
    const { client } = await workspace();
    expect(await caught(client.apiKeys.list({ workspace_id: "elsewhere" }))).toMatchObject({
      name: "NotFoundError",
      code: "resource_not_found",
    });
  });
});

describe("a management call that can't be right", () => {
  test.each([
    ["no workspace", { name: "x" }, "workspace_id", "client.me.get()"],
    ["no name", { workspace_id: "w" }, "params.name", "missing"],
    [
      "a misspelt field",
      { workspace_id: "w", name: "x", rate_limit: 3 },
      "params.rate_limit",
      "rate_limit_rpm",
    ],
    [
      "a rate limit of 0",
      { workspace_id: "w", name: "x", rate_limit_rpm: 0 },
      "params.rate_limit_rpm",
      "1 or more",
    ],
    ["scopes as one text", { workspace_id: "w", name: "x", scopes: "inference" }, "params.scopes", "array"],
  ])("is refused before anything is sent: %s", async (_, params, param, hint) => {
    const server = await serve();
    const error = await caught(clientOf(server).apiKeys.create(params as never));
    expect(error).toMatchObject({ name: "BadRequestError", param, message: expect.stringContaining(hint) });
    expect(server.requests).toEqual([]);
  });

  test("has its ids encoded, so that none leads to another path", async () => {
    const server = await serve(json({ id: "x" }));
    await clientOf(server).apiKeys.retrieve("a/../b?c", { workspace_id: "w w" });
    expect(server.requests[0]?.target).toBe("/v1/workspaces/w%20w/api-keys/a%2F..%2Fb%3Fc");
  });
});
