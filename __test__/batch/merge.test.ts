import { expect, test } from "vitest";
import { mergeBatches } from "../../ts/index";
import { json } from "../support/answers";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";
import { BatchFiles, requests } from "./batch-files";

test("the outputs of shards are joined, and what is missing can be asked by itself", async () => {
  const server = await serve(json({ object: "chat.completion", routing_metadata: { cost: { usd: 1 } } }));
  const files = new BatchFiles(requests(Array.from({ length: 20 }, (_, index) => index)));
  const client = clientOf(server);
  const outputs = ["0/3", "1/3"].map((shard) => ({ shard, output: files.path(`${shard[0]}.jsonl`) }));
  for (const options of outputs) await client.batch(files.input, options);
  const summary = await mergeBatches({
    outputs: outputs.map(({ output }) => output),
    output: files.output,
    input: files.input,
    missing: files.path("missing.jsonl"),
  });
  const there = files.results().length;
  expect(summary).toMatchObject({ complete: false, missing: 20 - there, unknown: 0, doubled: 0, torn: 0 });
  expect(summary.total).toMatchObject({ succeeded: there, costUsd: there });
  const rest = await client.batch(files.path("missing.jsonl"), { output: files.output });
  expect(rest).toMatchObject({ complete: true, run: { succeeded: 20 - there }, total: { succeeded: 20 } });
});

test("what can't be merged is refused by name", async () => {
  const files = new BatchFiles(requests(["a"]));
  const { input, output } = files;
  for (const [options, param] of [
    [{}, "outputs"],
    [{ outputs: [input] }, "output"],
    [{ outputs: "x", output }, "outputs"],
    [{ outputs: [], output }, "outputs"],
    [{ outputs: [input], output }, "output"],
    [{ outputs: [files.path("nothing")], output }, "input"],
    [{ outputs: [input], output, missing: output }, "input"],
    [{ outputs: [input], output, inputs: [] }, "inputs"],
  ] as const) {
    expect((await caught(mergeBatches(options as never))).param).toBe(param);
  }
});
