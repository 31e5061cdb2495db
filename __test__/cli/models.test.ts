import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { runCommand } from "./run-command";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

interface Offer {
  readonly model: string;
  readonly provider: string;
  readonly tier: string;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly context: number | null;
}

async function offers(...args: string[]): Promise<Offer[]> {
  const { output } = await runCommand(["models", ...args, "--json"], { gateway });
  return JSON.parse(output) as Offer[];
}

describe("auriko models", () => {
  test("shows every offer with its prices and context, cheapest first within a model", async () => {
    const { code, output } = await runCommand(["models"], { gateway });
    const [titles, ...rows] = output.trimEnd().split("\n");
    expect(code).toBe(0);
    expect(titles).toMatch(/^MODEL +PROVIDER +TIER +INPUT +OUTPUT +CACHE READ +CACHE WRITE +CONTEXT$/);
    const all = await offers();
    expect(rows).toHaveLength(all.length);
    // A price that is a product has no more digits than the ones that it was made of.
    expect(output).not.toMatch(/\d\.\d{9}/);
    expect(new Set(all.map(({ model }) => model)).size).toBeGreaterThan(3);
    for (const [index, offer] of all.entries()) {
      const next = all[index + 1];
      if (next === undefined || next.model !== offer.model || next.input === null || next.output === null)
        continue;
      expect((offer.input ?? 0) + (offer.output ?? 0)).toBeLessThanOrEqual(next.input + next.output);
    }
  });

  test("finds models by words, and offers by provider, tier, price, context and caching", async () => {
    const all = await offers();
    const { model, provider, tier } = all[0] as Offer;
    expect((await offers(model)).every((offer) => offer.model.includes(model))).toBe(true);
    expect(await offers("--provider", provider)).toEqual(all.filter((offer) => offer.provider === provider));
    expect(await offers("--tier", tier)).toEqual(all.filter((offer) => offer.tier === tier));
    expect(await offers("--max-input", "1", "--max-output", "5")).toEqual(
      all.filter(({ input, output }) => input !== null && output !== null && input <= 1 && output <= 5),
    );
    expect(await offers("--min-context", "200000")).toEqual(
      all.filter(({ context }) => (context ?? 0) >= 200_000),
    );
    expect(await offers("--caching")).toEqual(all.filter(({ cacheRead }) => cacheRead !== null));
    expect(await offers(model.toUpperCase())).toEqual(await offers(model));
  });

  test("says that nothing is like that with exit code 1, and what is no number with 2", async () => {
    expect(await runCommand(["models", "no such words"], { gateway })).toMatchObject({ code: 1, output: "" });
    for (const value of ["cheap", "-1", ""]) {
      const wrong = await runCommand(["models", `--max-input=${value}`], { gateway });
      expect(wrong.code).toBe(2);
      expect(wrong.complaints).toContain("--max-input");
    }
  });

  test("needs no key with --local", async () => {
    expect((await runCommand(["models", "--local"])).code).toBe(0);
  });
});

describe("auriko me", () => {
  test("shows whose key it is, and not the key", async () => {
    const { code, output } = await runCommand(["me"], { gateway });
    expect(code).toBe(0);
    expect(output).toMatch(/^Workspace +\S/m);
    expect(output).toMatch(/^Requests +\d+ per minute$/m);
    expect(output).not.toContain(gateway.apiKey);
    const { output: json } = await runCommand(["me", "--json"], { gateway });
    expect(JSON.parse(json)).toHaveProperty("workspace");
  });

  test("without a key says what to do, and --local needs none", async () => {
    const keyless = await runCommand(["me"]);
    expect(keyless.code).toBe(1);
    expect(keyless.complaints).toContain("AURIKO_API_KEY");
    expect((await runCommand(["me", "--local"])).code).toBe(0);
  });
});
