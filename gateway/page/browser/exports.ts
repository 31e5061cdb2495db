import type { RequestDetail } from "../request-detail";

/** Headers that say nothing about what was asked. */
const OWN =
  /^(host|connection|content-length|user-agent|accept.*|authorization|origin|referer|sec-.*|priority|:.*)$/;
/** As the gateway's recorder leaves them out. */
const RECORDED_WITHOUT =
  /^(date|x-request-id|content-length|x-ratelimit-|x-credits-|x-budget-(daily|weekly|monthly))/;

/** The request as a command for a shell; the key is read from the environment. */
export function asCurl(request: RequestDetail, baseUrl: string): string {
  const parts = [`curl -N ${quoted(`${baseUrl}${pathOf(request)}`)}`];
  if (request.method !== "POST" && request.method !== "GET") parts.push(`-X ${request.method}`);
  parts.push(`-H "Authorization: Bearer $AURIKO_API_KEY"`);
  for (const [name, value] of Object.entries(request.headers)) {
    if (!OWN.test(name)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (request.bodyText !== "") parts.push(`-d ${quoted(request.bodyText)}`);
  return `${parts.join(" \\\n  ")}\n`;
}

/** A test that sends the request to a gateway that answers as this one did. */
export function asTest(request: RequestDetail): string {
  return `import { Client } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";
import { expect, it } from "vitest";

const fixture = ${indented(fixtureOf(request))} as const;

it(${JSON.stringify(`answers ${request.method} ${request.path} with ${request.status ?? "nothing"}`)}, async () => {
  await using gateway = await startGateway({ replay: fixture });
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0 });
  const [{ request }] = fixture.entries;
  await client
    .request({ method: request.method, path: ${JSON.stringify(clientPath(request))}${request.bodyText === "" ? "" : ", body: request.body"} })
    .catch(() => undefined);
  expect(gateway.lastRequest?.status).toBe(${request.status ?? "undefined"});
});
`;
}

/** The exchange in the form that \`replay\` reads. */
export function asFixture(request: RequestDetail): string {
  return `${JSON.stringify(fixtureOf(request), null, 2)}\n`;
}

function fixtureOf(request: RequestDetail) {
  const { answer } = request;
  const headers = Object.fromEntries(
    Object.entries(answer?.headers ?? {}).filter(([name]) => !RECORDED_WITHOUT.test(name)),
  );
  const streamed = headers["content-type"]?.startsWith("text/event-stream") === true;
  const text = answer?.text ?? "";
  return {
    format: "auriko-gateway-fixture/1",
    entries: [
      {
        request: {
          method: request.method,
          path: pathOf(request),
          ...(request.bodyText !== "" && { body: json(request.bodyText) }),
        },
        response: {
          status: request.status ?? 502,
          headers,
          ...(streamed
            ? { events: text.split("\n\n").filter((event) => event !== "") }
            : { body: json(text) }),
        },
      },
    ],
  };
}

function pathOf({ path, query }: RequestDetail): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Clients have \`/v1\` in their base URL. */
const clientPath = (request: RequestDetail): string => pathOf(request).replace(/^\/v1/, "");

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const indented = (value: unknown): string => JSON.stringify(value, null, 2);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
