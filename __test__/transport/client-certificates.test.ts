import type { TlsOptions } from "node:tls";
import { describe, expect, test } from "vitest";
import { APIConnectionError, Client } from "../../ts/index";
import { json, stream } from "../support/answers";
import { ca, clientIdentity, localhost } from "../support/certificates";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf, KEY, textOf } from "../support/client";
import { type Answer, serveTls } from "../support/scripted-server";

/** A server that talks only to whom the certificate of the tests belongs to. */
const guarded = (...answers: Answer[]) =>
  serveTls(
    { ...localhost, requestCert: true, rejectUnauthorized: true, ca: clientIdentity } as TlsOptions,
    ...answers,
  );

const own = { ca, cert: clientIdentity, key: clientIdentity };

describe("a server that wants to know who calls", () => {
  test("answers a client that shows its certificate, as a text or as bytes", async () => {
    const server = await guarded(
      json(completion("Known.")),
      json(completion("Known.")),
      stream(answerOf("Known.")),
    );
    for (const options of [
      own,
      { ca, cert: Buffer.from(clientIdentity), key: Buffer.from(clientIdentity) },
    ]) {
      const { choices } = await clientOf(server, options).chat.completions.create(question);
      expect(choices[0]?.message.content).toBe("Known.");
    }
    const opened = await clientOf(server, own)
      .withOptions({ maxRetries: 1 })
      .chat.completions.create({ ...question, stream: true });
    expect(await textOf(opened)).toBe("Known.");
  });

  test("refuses one that shows none, also one made from it without", async () => {
    const server = await guarded(json(completion()));
    for (const client of [
      clientOf(server, { ca }),
      clientOf(server, own).withOptions({ cert: null, key: null }),
    ]) {
      expect(await caught(client.chat.completions.create(question))).toBeInstanceOf(APIConnectionError);
    }
    expect(server.requests).toHaveLength(0);
  });
});

test.each([
  ["cert", { cert: "nonsense", key: clientIdentity }],
  ["cert", { key: clientIdentity }],
  ["key", { cert: clientIdentity }],
  ["key", { cert: clientIdentity, key: "a secret that is no key" }],
  ["key", { cert: clientIdentity, key: localhost.key as string }],
  ["cert", { cert: 3 as never, key: clientIdentity }],
])("what can't be used is refused by the name of the option: %s", (param, options) => {
  let failure: unknown;
  try {
    new Client({ apiKey: KEY, ...options });
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ name: "BadRequestError", param });
  expect(String(failure)).not.toContain("a secret that is no key");
});
