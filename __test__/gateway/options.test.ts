import { expect, it } from "vitest";
import { type GatewayOptions, startGateway } from "../../ts/testing";

it.each<[object, string]>([
  [{ reply: "x" }, "reply"],
  [{ port: -1 }, "port"],
  [{ port: "8787" }, "port"],
  [{ pace: "slow" }, "pace"],
  [{ seed: 1.5 }, "seed"],
  [{ clock: {} }, "clock"],
  [{ tls: { key: "k" } }, "tls"],
  [{ replies: "Hello" }, "replies"],
  [{ record: 1 }, "record"],
  [{ apiKeys: [] }, "apiKeys"],
  [{ creditsUsd: -1 }, "creditsUsd"],
  [{ faults: "explode" }, "faults[0]"],
  [{ faults: [{ fault: "503", times: 0 }] }, "faults[0].times"],
  [{ faults: { kind: "status", status: 99 } }, "faults[0].status"],
  [{ budgets: [{ period: "yearly", limitUsd: 1 }] }, "budgets[0].period"],
])("refuses the options %j and names %s", async (options, param) => {
  await expect(startGateway(options as GatewayOptions)).rejects.toMatchObject({
    name: "BadRequestError",
    code: "invalid_parameter_value",
    param,
  });
});

it("takes options that are undefined as not given", async () => {
  await using gateway = await startGateway({
    seed: undefined,
    faults: undefined,
  } as unknown as GatewayOptions);
  expect((await fetch(`${gateway.baseUrl}/registry/models`)).status).toBe(200);
});

it("listens on another address when asked to", async () => {
  await using gateway = await startGateway({ host: "::1" });
  expect(gateway.url).toBe(`http://[::1]:${gateway.port}`);
  expect((await fetch(`${gateway.baseUrl}/registry/models`)).status).toBe(200);
});
