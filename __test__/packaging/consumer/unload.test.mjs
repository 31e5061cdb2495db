// Where only workers have loaded the addon, the last one to end must not take the code away from under its threads.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { Client } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";

if (isMainThread) {
  test("workers that load the addon one after another leave the process standing", async (t) => {
    const gateway = await startGateway();
    t.after(() => gateway.close());
    const options = { apiKey: gateway.apiKey, baseUrl: gateway.baseUrl };
    for (let round = 0; round < 10; round++) {
      const worker = new Worker(new URL(import.meta.url), { workerData: options });
      assert.deepEqual(await once(worker, "exit"), [0]);
    }
  });
} else {
  const client = new Client(workerData);
  await client.models.list();
  client.close();
}
