import { beforeAll, describe, expect, test } from "vitest";
import { Client, createFetch } from "../../ts/index";
import { KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { type Copy, copyNames, load } from "./copies";
import { scenarios } from "./helper-scenarios";

/** What a promise came to, in a form that can be compared: of errors what a program would look at. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  try {
    return JSON.parse(JSON.stringify(await promise) ?? "null");
  } catch (error) {
    const { message, status, error: body, requestID } = error as Error & Record<string, unknown>;
    return { class: (error as Error).constructor.name, message, status, body, requestID };
  }
}

/** The headers of a request that the helpers decide on. */
const HEADERS = [
  "authorization",
  "content-type",
  "x-stainless-retry-count",
  "x-stainless-helper-method",
  "x-stainless-timeout",
  "x-mine",
];

describe.each(copyNames)("with %s", (name) => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await load(name);
  });

  test.each(scenarios.map(({ what, ...rest }) => [what, rest] as const))(
    "%s is the same on OpenAI's client, on ours, and on OpenAI's with our fetch",
    async (_what, { script, run, givenUp }) => {
      const outcomes = [];
      for (const kind of ["OpenAI", "AurikoOpenAI", "createFetch"] as const) {
        const { baseUrl, requests } = await serve(...script).then((server) => ({
          baseUrl: server.baseUrl,
          requests: () => server.requests,
        }));
        const options = { apiKey: KEY, baseURL: baseUrl };
        const native = createFetch(new Client({ apiKey: KEY, baseUrl }));
        const client =
          kind === "AurikoOpenAI"
            ? new copy.AurikoOpenAI(options)
            : new copy.OpenAI({ ...options, ...(kind === "createFetch" && { fetch: native as never }) });
        const result = await outcome(run(client as never));
        const sent = requests().map(({ method, target, headers, body }) => ({
          method,
          target,
          body: body.toString(),
          headers: HEADERS.map((header) => headers[header]),
        }));
        outcomes.push({ result, sent: givenUp ? undefined : sent });
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
      expect(outcomes[2]).toEqual(outcomes[0]);
    },
  );
});
