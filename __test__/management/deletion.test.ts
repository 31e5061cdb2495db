import { describe, expect, test } from "vitest";
import { body, json, raw } from "../support/answers";
import { caught, clientOf } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";

const id = "11111111-2222-4333-8444-555555555555";
const workspace_id = "99999999-2222-4333-8444-555555555555";

const answers: readonly (readonly [string, Answer])[] = [
  ["204", raw("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")],
  ["202 and an empty body", body(202, "")],
  ["200 and an empty body", body(200, "", { "content-type": "application/json" })],
  ["200 and null", json(null)],
  ["200 and an object without an id", json({ object: "deleted" })],
];

describe.each(["apiKeys", "byokKeys"] as const)("a deletion by client.%s", (resource) => {
  test.each(answers)("names the key where the answer is %s", async (_what, answer) => {
    const client = clientOf(await serve(answer));
    expect(await client[resource].delete(id, { workspace_id })).toMatchObject({ id });
  });

  test("is none where the answer is a page of something else", async () => {
    const client = clientOf(await serve(body(200, "<html>Sign in</html>")));
    const failure = await caught(client[resource].delete(id, { workspace_id }));
    expect(failure).toMatchObject({ name: "APIStatusError", code: "invalid_response" });
  });
});
