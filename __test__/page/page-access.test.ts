import { expect, it } from "vitest";
import { startGateway } from "../../gateway";
import { isLoopback } from "../../gateway/server/host-check";
import { hello, post } from "../gateway/call-gateway";

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`me:${password}`).toString("base64")}`,
});

it("wants the key on anything but loopback, as a password or as a bearer", async () => {
  await using gateway = await startGateway({ host: "0.0.0.0" });
  const address = `http://127.0.0.1:${gateway.port}`;
  for (const path of ["/", "/_gateway/events", "/_gateway/choices", "/_gateway/requests/0"]) {
    const refused = await fetch(address + path);
    expect([path, refused.status]).toEqual([path, 401]);
    expect(refused.headers.get("www-authenticate")).toContain("Basic");
    expect((await fetch(address + path, { headers: basic("wrong") })).status).toBe(401);
  }
  expect((await fetch(address, { headers: basic(gateway.apiKey) })).status).toBe(200);
  expect((await fetch(address, { headers: { authorization: `Bearer ${gateway.apiKey}` } })).status).toBe(200);
  const sent = await fetch(`${address}/_gateway/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(hello),
  });
  expect(sent.status).toBe(404);
});

it("takes loopback for what only the machine itself reaches", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].filter(isLoopback)).toHaveLength(4);
  expect(["0.0.0.0", "::", "192.168.1.2", "127.example", "10.0.0.1"].filter(isLoopback)).toEqual([]);
});

it("runs its own script alone and reaches its own gateway alone", async () => {
  await using gateway = await startGateway();
  const page = await fetch(gateway.url);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'/,
  );
  const html = await page.text();
  expect(html).not.toMatch(/(?:src|href)="https?:|url\(["']?https?:|@import/);
  expect(gateway.requests).toEqual([]);
});

it.each([
  ["another site's script", { origin: "https://evil.example", "content-type": "application/json" }],
  ["another site's form", { origin: "https://evil.example", "content-type": "text/plain" }],
  ["a form of no known site", { "content-type": "text/plain" }],
])("takes no faults and no requests from %s", async (_who, headers) => {
  await using gateway = await startGateway();
  for (const path of ["faults", "v1/chat/completions"]) {
    const answer = await fetch(`${gateway.url}/_gateway/${path}`, {
      method: "POST",
      headers: headers as Record<string, string>,
      body: JSON.stringify({ ...hello, fault: "503" }),
    });
    expect([403, 404]).toContain(answer.status);
  }
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it("shows no key: not in headers, nor in bodies, nor of others", async () => {
  await using gateway = await startGateway();
  const headers = { authorization: `Bearer ${gateway.apiKey}` };
  const me = (await (await fetch(`${gateway.baseUrl}/me`, { headers })).json()) as {
    workspace: { id: string };
  };
  const made = await post(gateway, `workspaces/${me.workspace.id}/api-keys`, {
    name: "one more",
    scopes: ["inference"],
  });
  const { api_key: key } = (await made.json()) as { api_key: string };
  await post(gateway, `workspaces/${me.workspace.id}/byok-keys`, {
    provider: "openai",
    api_key: "sk-proj-abcdefgh12345678",
    key: "raw-provider-key",
  });
  await post(gateway, "chat/completions", { ...hello, user: "sk-or-v1-0123456789abcdef" });
  const shown = await Promise.all(
    gateway.requests.map(async ({ index }) =>
      (await fetch(`${gateway.url}/_gateway/requests/${index}`)).text(),
    ),
  );
  expect(shown).toHaveLength(4);
  for (const secret of [gateway.apiKey, key, "abcdefgh12345678", "raw-provider-key", "0123456789abcdef"]) {
    expect(secret).toEqual(expect.any(String));
    expect(shown.join("\n")).not.toContain(secret);
  }
});

it("says of a fault that is none what is wrong with it", async () => {
  await using gateway = await startGateway();
  const answer = await fetch(`${gateway.url}/_gateway/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ fault: "explode" }),
  });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("Unknown fault")]);
  expect((await fetch(`${gateway.url}/_gateway/requests/99`)).status).toBe(404);
});
