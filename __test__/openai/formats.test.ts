import { describe, expect, test } from "vitest";
import { read } from "../house/repository";
import * as answers from "../support/answers";
import { KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { runConsumer } from "./consumer";

describe.each([
  ["openai 6", "openai"],
  ["openai 7", "openai-7"],
])("a program with %s", (_name, folder) => {
  test("may hold it in both formats at once: each client is one of its own format, and errors are everybody's", async () => {
    const { baseUrl } = await serve(
      answers.error(429, { type: "rate_limit_error", code: "rate_limit_exceeded" }, { connection: "close" }),
    );
    const program = `
      const required = { sdk: require("@auriko/sdk"), openai: require("openai"), entry: require("@auriko/sdk/openai") };
      (async () => {
        const imported = {
          sdk: await import("@auriko/sdk"),
          openai: await import("openai"),
          entry: await import("@auriko/sdk/openai"),
        };
        const results = [];
        for (const [own, other] of [[required, imported], [imported, required]]) {
          const client = new own.entry.AurikoOpenAI({ maxRetries: 0, baseURL: process.env.SERVER });
          const error = await client.models.list().catch((error) => error);
          results.push({
            clientOfItsFormat: client instanceof own.openai.OpenAI,
            clientOfTheOther: client instanceof other.openai.OpenAI,
            theirs: error instanceof own.openai.RateLimitError,
            theirsOfTheOther: error instanceof other.openai.RateLimitError,
            ours: error instanceof own.sdk.RateLimitError && error instanceof other.sdk.RateLimitError,
            sibling: error instanceof own.sdk.NotFoundError,
          });
        }
        const oneOfRoot = required.sdk.Client === imported.sdk.Client;
        const names = [required, imported].map(({ entry }) => Object.keys(entry).filter((name) => name !== "module.exports").sort());
        console.log(JSON.stringify({ results, oneOfRoot, names }));
      })();`;
    const env = { AURIKO_API_KEY: KEY, SERVER: baseUrl, NO_PROXY: "*" };
    const { results, oneOfRoot, names } = (await runConsumer({ openai: folder }, program, env)) as {
      results: unknown[];
      oneOfRoot: boolean;
      names: string[][];
    };
    const expected = {
      clientOfItsFormat: true,
      clientOfTheOther: false,
      theirs: true,
      theirsOfTheOther: false,
      ours: true,
      sibling: false,
    };
    expect(results).toEqual([expected, expected]);
    expect(oneOfRoot).toBe(true);
    expect(names[0]).toEqual(names[1]);
    expect(names[0]).toContain("AurikoModelProvider");
  });
});

describe("a program without the optional packages", () => {
  test("uses the SDK all the same; only the entries for them say what is missing", async () => {
    const program = `
      const said = (load) => load().then(() => "loaded", (error) => error.message);
      (async () => {
        require("@auriko/sdk");
        const loads = ["@auriko/sdk", "@auriko/sdk/testing", "@auriko/sdk/openai", "@auriko/sdk/langchain"];
        const results = [];
        for (const name of loads) {
          results.push(await said(async () => require(name)), await said(() => import(name)));
        }
        console.log(JSON.stringify(results));
      })();`;
    const missing = (name: string) =>
      expect.stringMatching(new RegExp(`Cannot find (module|package) '${name}`));
    expect(await runConsumer({}, program)).toEqual([
      "loaded",
      "loaded",
      "loaded",
      "loaded",
      missing("openai"),
      missing("openai"),
      missing("@langchain"),
      missing("@langchain"),
    ]);
  });

  test("the entry for LangChain asks for nothing but LangChain and this package, in either format", () => {
    for (const file of ["dist/langchain/index.js", "dist/langchain/index.mjs"]) {
      const asked = [...read(file).matchAll(/(?:from |require\()['"]([@\w][\w@/-]*)['"]/g)].map(
        ([, name]) => name,
      );
      const peers = [...new Set(asked.map((name) => name?.split("/").slice(0, 2).join("/")))].sort();
      expect(peers.filter((name) => name !== "@auriko/sdk")).toEqual([
        "@langchain/core",
        "@langchain/openai",
      ]);
    }
  });
});
