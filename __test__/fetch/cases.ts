import { answerCases } from "./cases/answers";
import { type Case, get } from "./cases/case";
import { redirectCases } from "./cases/redirects";
import { requestCases } from "./cases/requests";
import { settled } from "./observe";

const abortCases: Case[] = [
  { what: "a signal that has fired", run: (fetch, origin) => fetch(origin, { signal: AbortSignal.abort() }) },
  {
    what: "a signal that has fired with a reason of one's own",
    run: (fetch, origin) => fetch(origin, { signal: AbortSignal.abort(new RangeError("mine")) }),
  },
  {
    what: "a signal that fires while waiting",
    run: (fetch, origin) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new RangeError("mine")), 50);
      return fetch(`${origin}/silence`, { signal: controller.signal });
    },
  },
  { what: "a timeout", run: get("/silence", () => ({ signal: AbortSignal.timeout(50) })) },
  {
    what: "a signal that fires while a body is read",
    run: async (fetch, origin) => {
      const controller = new AbortController();
      const response = await fetch(`${origin}/slow`, { signal: controller.signal });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      const first = await reader.read();
      setTimeout(() => controller.abort(new RangeError("mine")), 50);
      return [Buffer.from(first.value ?? []).toString(), await settled(reader.read())];
    },
  },
  {
    what: "a signal that fires after the end",
    run: async (fetch, origin) => {
      const controller = new AbortController();
      const response = await fetch(origin, { signal: controller.signal });
      const text = await response.text();
      controller.abort();
      return text;
    },
  },
  {
    what: "a signal of a Request",
    run: (fetch, origin) => fetch(new Request(origin, { signal: AbortSignal.abort() })),
  },
];

/** Everything that both implementations are asked for. */
export const cases: readonly Case[] = [...requestCases, ...answerCases, ...redirectCases, ...abortCases];
