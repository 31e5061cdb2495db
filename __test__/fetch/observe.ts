import type { Received } from "../support/received";

/** What a `fetch` came to, in a form that two of them can be compared by. */
export type Outcome = Readonly<Record<string, unknown>>;

/** Headers that each implementation has its own of. */
const OWN = new Set([
  "host",
  "connection",
  "user-agent",
  "accept",
  "accept-language",
  "accept-encoding",
  "sec-fetch-mode",
  "transfer-encoding",
]);

/** An answer with its body read. Addresses are told without the port. */
export async function seen(response: Response): Promise<Outcome> {
  const { status, statusText, ok, redirected, type, headers } = response;
  return {
    status,
    statusText,
    ok,
    redirected,
    type,
    url: withoutPort(response.url),
    headers: [...headers]
      .filter(([name]) => name !== "date")
      .map(([name, value]) => [name, withoutPort(value)]),
    bodyIsNull: response.body === null,
    text: await response.text().catch(failure),
    bodyUsed: response.bodyUsed,
  };
}

/** What a promise came to: its value, or what it failed with. */
export const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(failure);

/** An error in a comparable form. Causes are each implementation's own; that there is one counts. */
export function failure(error: unknown): Outcome {
  if (!(error instanceof Error)) return { thrown: error };
  const { name, message, cause } = error;
  return { name, message: withoutPort(message), hasCause: cause !== undefined };
}

/** A request as the server saw it, without what each implementation adds of its own. */
export function asked({ method, target, headers, body }: Received): Outcome {
  const own = Object.entries(headers).filter(([name]) => !OWN.has(name));
  return { method, target, headers: Object.fromEntries(own), body: body.toString("latin1") };
}

const withoutPort = (text: string) => text.replace(/(127\.0\.0\.1|localhost):\d+/g, "$1");
