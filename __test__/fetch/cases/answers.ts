import { seen, settled } from "../observe";
import { type Case, get } from "./case";

const paths = [
  ...[
    "/",
    "/404",
    "/503",
    "/204",
    "/205",
    "/304",
    "/299",
    "/no-reason",
    "/duplicates",
    "/latin1",
    "/chunked",
  ],
  ...["/until-close", "/cut", "/hang-up", "/gzip", "/x-gzip", "/deflate", "/deflate-raw", "/br", "/twice"],
  ...["/gzip-empty", "/gzip-broken", "/unknown-encoding", "/gzip-204"],
];

/** What comes back. */
export const answerCases: Case[] = [
  ...paths.map((path) => ({ what: `the answer of ${path}`, run: get(path) })),
  { what: "HEAD", run: get("/head", { method: "HEAD" }) },
  {
    what: "several cookies",
    run: async (fetch, origin) => {
      const { headers } = await fetch(`${origin}/duplicates`);
      return [headers.getSetCookie(), headers.get("x-two"), headers.get("x-upper")];
    },
  },
  {
    what: "headers of an answer can't be changed",
    run: async (fetch, origin) => {
      const { headers } = await fetch(origin);
      const tries = [() => headers.set("a", "b"), () => headers.append("a", "b"), () => headers.delete("b")];
      return Promise.all(tries.map((change) => settled(Promise.resolve().then(change))));
    },
  },
  {
    what: "a clone",
    run: async (fetch, origin) => {
      const response = await fetch(`${origin}/301`);
      const copy = response.clone();
      return [await seen(copy), await seen(response), copy instanceof Response];
    },
  },
  {
    what: "a clone after the body was read",
    run: async (fetch, origin) => {
      const response = await fetch(origin);
      await response.text();
      return response.clone();
    },
  },
  {
    what: "a body that is read twice",
    run: async (fetch, origin) => {
      const response = await fetch(origin);
      await response.text();
      return response.text();
    },
  },
  {
    what: "a body that is cancelled",
    run: async (fetch, origin) => {
      const response = await fetch(`${origin}/slow`);
      await response.body?.cancel();
      return [response.bodyUsed, await settled(response.text())];
    },
  },
  {
    what: "a body that is read piece by piece",
    run: async (fetch, origin) => {
      let text = "";
      const { body } = await fetch(`${origin}/chunked`);
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>)
        text += Buffer.from(piece).toString();
      return text;
    },
  },
  {
    what: "a body that is split by tee",
    run: async (fetch, origin) => {
      const halves = (await fetch(`${origin}/chunked`)).body?.tee() ?? [];
      return Promise.all(halves.map((half) => new Response(half).text()));
    },
  },
  {
    what: "blob, arrayBuffer, json and formData",
    run: async (fetch, origin) => {
      const ask = () => fetch(`${origin}/echo`, { method: "POST", body: '{"a":1}' });
      const buffer = await (await ask()).arrayBuffer();
      const blob = await (await ask()).blob();
      return [
        await blob.text(),
        buffer.byteLength,
        await (await ask()).json(),
        await settled((await ask()).formData()),
      ];
    },
  },
  {
    what: "integrity that matches",
    run: get("/", { integrity: "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" }),
  },
  {
    what: "integrity that does not match",
    run: get("/", { integrity: "sha256-AAAAul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" }),
  },
];
