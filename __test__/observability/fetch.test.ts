import { expect, test } from "vitest";
import { createFetch, type LogEntry } from "../../ts/index";
import { body, json } from "../support/answers";
import { completion, question } from "../support/chat";
import { clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { eventOf, recordChannels, typesOf } from "./recorder";

const post = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(question),
};

test("each request of a fetch is a call of its own, with the model of its body", async () => {
  const events = recordChannels();
  const server = await serve(json(completion()));
  const lines: LogEntry[] = [];
  const client = clientOf(server, { logger: (entry) => void lines.push(entry), logLevel: "debug" });
  const response = await createFetch(client, { auth: true })(`${server.baseUrl}/chat/completions`, post);
  expect(typesOf(events)).toEqual(["start", "attempt", "headers"]);
  await response.text();
  expect(typesOf(events)).toEqual(["start", "attempt", "headers", "first-event", "end"]);
  expect(eventOf(events, "start")).toMatchObject({
    call: { method: "POST", path: "/chat/completions", model: question.model, stream: false },
    headers: { authorization: "[redacted]" },
  });
  expect(JSON.stringify([events, lines])).not.toContain(KEY);
});

test("a redirect is followed by another call, and what listeners add stays at the client's origin", async () => {
  const elsewhere = await serve(json({}));
  const server = await serve(body(302, "", { location: `${elsewhere.baseUrl}/there` }));
  const paths: string[] = [];
  const client = clientOf(server, {
    onRequest: ({ call }) => {
      paths.push(call.path);
      return { headers: { "x-signature": "s" } };
    },
  });
  await (await createFetch(client)(`${server.baseUrl}/here`)).text();
  expect(paths).toEqual(["/here", "/v1/there"]);
  expect(server.requests[0]?.headers).toHaveProperty("x-signature", "s");
  expect(elsewhere.requests[0]?.headers).not.toHaveProperty("x-signature");
});

test("an error status is an answer, and a connection that fails an error", async () => {
  const events = recordChannels();
  const server = await serve(json({ error: {} }, { status: 500 }));
  const fetch = createFetch(clientOf(server));
  await (await fetch(`${server.baseUrl}/x`)).text();
  expect(eventOf(events, "end")).toMatchObject({ status: 500, outcome: "completed" });
  await fetch("http://127.0.0.1:1/x").catch(() => {});
  await fetch("http://127.0.0.1:2/x").catch(() => {});
  expect(typesOf(events).filter((type) => type === "error").length).toBeGreaterThan(0);
});
