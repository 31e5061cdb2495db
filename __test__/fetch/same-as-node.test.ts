import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Client, createFetch } from "../../ts/index";
import { type Answer, type ScriptedServer, serve } from "../support/scripted-server";
import { answersBy } from "./answering";
import { cases } from "./cases";
import { asked, settled } from "./observe";

let server: ScriptedServer;
let other: ScriptedServer;

beforeEach(async () => {
  const answers = answersBy(() => other.origin);
  const byPath: Answer = (exchange) => answers[exchange.request.target.replace(/[?#].*/, "")]?.(exchange);
  [server, other] = [await serve(byPath), await serve(byPath)];
});

const client = new Client({ apiKey: "ak_test", proxy: false });

describe("createFetch gives what the fetch of this Node gives", () => {
  test.each(cases.map(({ what, ...rest }) => [what, rest] as const))(
    "%s",
    async (_what, { run, answerOnly }) => {
      const outcomes: unknown[] = [];
      for (const fetch of [globalThis.fetch, createFetch(client)]) {
        const from = [server.requests.length, other.requests.length] as const;
        const outcome = await settled(run(fetch, server.origin));
        const received = [...server.requests.slice(from[0]), ...other.requests.slice(from[1])];
        outcomes.push({ outcome, requests: answerOnly ? undefined : received.map(asked) });
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
    },
  );
});

test("the comparison has more than sixty cases", () => {
  expect(cases.length).toBeGreaterThan(60);
  onTestFinished(() => client.close());
});
