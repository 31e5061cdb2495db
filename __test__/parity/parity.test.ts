import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read } from "../house/repository";
import { runHere } from "./our-client";
import { type Installed, installPythonClient, PYTHON_CLIENT, runInPython } from "./python-client";
import { runInRust, rustDiffers, rustExercises } from "./rust-client";
import type { Outcome, Scenario } from "./scenario";
import { chatStreams } from "./scenarios/chat-streams";
import { failures } from "./scenarios/failures";
import { redirects } from "./scenarios/redirects";
import { requests } from "./scenarios/requests";
import { resources } from "./scenarios/resources";
import { responseStreams } from "./scenarios/response-streams";
import { results } from "./scenarios/results";
import { ScriptedServer, type Sent } from "./scripted-server";

const scenarios: readonly Scenario[] = [
  ...requests,
  ...results,
  ...resources,
  ...redirects,
  ...failures,
  ...chatStreams,
  ...responseStreams,
];

/**
 * What the Python client saw, by title, so that the comparison needs no Python. `AURIKO_PARITY_RECORD=1` writes it anew.
 */
const record = join(__dirname, "fixtures/python-client.json");
const recording = process.env.AURIKO_PARITY_RECORD === "1";

/** Codes whose messages the clients word themselves. */
const ownWords = new Set([
  "api_connection_error",
  "invalid_parameter_value",
  "invalid_response",
  "malformed_response",
  "missing_api_key",
  "missing_required_parameter",
]);

let server: ScriptedServer;
let ours: Outcome[];
let inRust: (Outcome | null)[];
let live: Outcome[] | undefined;
let recorded: Readonly<Record<string, Outcome>>;
let installed: Installed;

beforeAll(async () => {
  installed = installPythonClient();
  server = new ScriptedServer(scenarios);
  const origin = await server.listen();
  const closed = await closedOrigin();
  const tasks = scenarios.map(({ title: _title, replies: _replies, differs: _differs, ...task }) => task);
  const python = "python" in installed ? runInPython(installed.python, { origin, closed, tasks }) : undefined;
  const here = tasks.map((task, index) =>
    runHere(task, `${task.unreachable ? closed : origin}/here/${index}${task.base ?? "/v1"}`),
  );
  ours = (await Promise.all(here)).map((outcome, index) => completed(outcome, server.sentBy("here", index)));
  live = (await python)?.map((outcome, index) => completed(outcome, server.sentBy("python", index)));
  // Alone and last: it may have to be compiled, and several scenarios have short limits.
  const rust = runInRust({ origin, closed, tasks });
  inRust = (await rust).map((outcome, index) => outcome && completed(outcome, server.sentBy("rust", index)));
  if (recording && live) writeFileSync(record, lines(byTitle(live)));
  recorded = JSON.parse(readFileSync(record, "utf8")) as typeof recorded;
}, 900_000);

afterAll(() => server?.close());

/** With what was sent: each request once, and how many there were. */
function completed(outcome: Outcome, sent: readonly Sent[]): Outcome {
  const whole: Record<string, unknown> = { ...outcome };
  if (ownWords.has(String(outcome["error.code"]))) delete whole["error.message"];
  whole.requests = sent.length;
  whole.sent = sent.filter((request, index) => !isDeepStrictEqual(request, sent[index - 1]));
  return JSON.parse(JSON.stringify(whole)) as Outcome;
}

const byTitle = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(outcomes.map((outcome, index) => [scenarios[index]?.title, outcome]));

/** JSON with one outcome per line, so that changes can be read. */
const lines = (outcomes: Readonly<Record<string, Outcome>>) => {
  const entries = Object.entries(outcomes).map(
    ([title, outcome]) => `${JSON.stringify(title)}: ${JSON.stringify(outcome)}`,
  );
  return `{\n${entries.join(",\n")}\n}\n`;
};

async function closedOrigin(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** What only one of two outcomes has when the other failed. */
const consequences = /^(error\.|headers\.|result$|events$|usage$|routing$|completed$)/;

/** The fields on which two outcomes differ beyond what is documented. */
function surprises(scenario: Scenario, our: Outcome, their: Outcome): string[] {
  const { ours = {}, theirs = {} } = scenario.differs ?? {};
  const onlyOneFailed = (our["error.class"] === undefined) !== (their["error.class"] === undefined);
  const bothFailed = our["error.class"] !== undefined && their["error.class"] !== undefined;
  // An exception of another library has a class and nothing more.
  const foreign = bothFailed && their["error.status"] === undefined;
  return [...new Set([...Object.keys(our), ...Object.keys(their)])].filter((key) => {
    if (isDeepStrictEqual(our[key], their[key])) return false;
    if (scenario.differs === undefined) return true;
    if (key in ours || key in theirs) return false;
    return !(onlyOneFailed && consequences.test(key)) && !(foreign && key.startsWith("error."));
  });
}

const pick = (outcome: Outcome, keys: Iterable<string>) =>
  Object.fromEntries([...keys].map((key) => [key, outcome[key]]));

describe(`against the same server as ${PYTHON_CLIENT}, the outcome is the same, or differs as documented`, () => {
  test.each(scenarios.map((scenario, index) => [scenario.title, scenario, index] as const))(
    "%s",
    (title, scenario, index) => {
      const our = ours[index] ?? {};
      const their = recorded[title] ?? {};
      const unexpected = surprises(scenario, our, their);
      expect(pick(our, unexpected)).toEqual(pick(their, unexpected));
      const { differs } = scenario;
      if (differs === undefined) return;
      expect(pick(our, Object.keys(differs.ours ?? {}))).toEqual(differs.ours ?? {});
      expect(pick(their, Object.keys(differs.theirs ?? {}))).toEqual(differs.theirs ?? {});
      expect(our, "the difference is gone: take it out of the table and of docs/parity.md").not.toEqual(
        their,
      );
    },
  );
});

describe("the Rust client has the outcome of this one, as far as it has the method", () => {
  test.each(
    scenarios.flatMap((scenario, index) =>
      rustExercises(scenario) ? [[scenario.title, index] as const] : [],
    ),
  )("%s", (title, index) => {
    const rust = inRust[index] ?? {};
    const our = pick(ours[index] ?? {}, Object.keys(rust));
    const differs = rustDiffers[title];
    if (differs === undefined) return expect(withoutNulls(rust)).toEqual(withoutNulls(our));
    expect(pick(rust, Object.keys(differs)), "a documented difference").toMatchObject(differs);
  });
});

/** The Rust client leaves out what is null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

test("what is on record is what the published client does today", ({ skip }) => {
  if ("missing" in installed) {
    console.warn(
      `Not compared with a running Python client: ${installed.missing}. The record of it was used.`,
    );
    skip();
  }
  expect(byTitle(live ?? [])).toEqual(recorded);
});

describe("docs/parity.md", () => {
  const rows = [...read("docs/parity.md").matchAll(/^\| <a id="([\w-]+)"><\/a>/gm)].map(([, row]) => row);
  const used = new Set(scenarios.flatMap(({ differs }) => (differs === undefined ? [] : [differs.row])));

  test("explains every difference that the table names", () => {
    expect([...used].filter((row) => !rows.includes(row))).toEqual([]);
  });

  test("names no difference that nothing shows", () => {
    expect(rows.filter((row) => !used.has(row ?? ""))).toEqual([]);
  });
});
