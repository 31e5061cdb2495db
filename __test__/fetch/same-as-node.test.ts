import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Client, createFetch } from "../../ts/index";
import { type ScriptedServer, serve } from "../support/scripted-server";
import { answering } from "./answering";
import { cases } from "./cases";
import { compare } from "./comparison";

let server: ScriptedServer;
let other: ScriptedServer;

beforeEach(async () => {
  const answer = answering(() => other.origin);
  [server, other] = [await serve(answer), await serve(answer)];
});

const client = new Client({ apiKey: "ak_test", proxy: false });
const fetches = { expected: globalThis.fetch, actual: createFetch(client) };

describe("createFetch gives what the fetch of this Node gives", () => {
  test.each(cases.map((each) => [each.what, each] as const))("%s", async (_what, each) => {
    const { expected, actual } = await compare(each, fetches, [server, other]);
    expect(actual).toEqual(expected);
  });
});

test("the comparison has more than sixty cases", () => {
  expect(cases.length).toBeGreaterThan(60);
  onTestFinished(() => client.close());
});
