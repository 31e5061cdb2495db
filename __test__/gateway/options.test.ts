import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";
import { type LocalGatewayOptions, startGateway } from "../../gateway";

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
  await expect(startGateway(options as LocalGatewayOptions)).rejects.toMatchObject({
    name: "BadRequestError",
    code: "invalid_parameter_value",
    param,
  });
});

it("takes options that are undefined as not given", async () => {
  await using gateway = await startGateway({
    seed: undefined,
    faults: undefined,
  } as unknown as LocalGatewayOptions);
  expect((await fetch(`${gateway.baseUrl}/registry/models`)).status).toBe(200);
});

it("listens on another address when asked to", async () => {
  await using gateway = await startGateway({ host: "::1" });
  expect(gateway.url).toBe(`http://[::1]:${gateway.port}`);
  expect((await fetch(`${gateway.baseUrl}/registry/models`)).status).toBe(200);
});

it("runs on Node's own modules alone: it imports neither a package, nor the client, nor the native core", () => {
  const root = resolve(__dirname, "../..");
  const sources = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      // What the page runs is for browsers, and bundled with its libraries.
      .filter((name) => name.endsWith(".ts") && !/^page[\\/]browser/.test(name))
      .map((name) => join(root, folder, name));
  const imported = sources("gateway").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^(?:import|export)(?! type)[^;]*? from "([^"]+)"/gm)].map(
      ([, name = ""]) => (name.startsWith(".") ? relative(root, resolve(dirname(file), name)) : name),
    ),
  );
  const outside = [...new Set(imported.filter((name) => !/^(node:|gateway\/)/.test(name)))];
  // Which files of the SDK it takes is named where the order of the folders is.
  expect(outside.filter((name) => !name.startsWith("ts/"))).toEqual([]);
  expect(outside.filter((name) => /^ts\/(client|native|pipeline|resources)\b/.test(name))).toEqual([]);
  expect(outside).toContain("ts/errors/client-side");
});
