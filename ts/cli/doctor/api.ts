import { Client } from "../../client";
import { apiKeyFromEnvironment } from "../../environment";
import { AurikoAPIError } from "../../errors/auriko-api-error";
import { checkApiKey } from "../../options/client-options";
import { type Finding, failed, ok, skipped } from "./check";

/** Whether there is a key that can be sent. Nothing of it is shown. */
export function checkKey(): Finding {
  const key = apiKeyFromEnvironment();
  if (key === undefined) {
    return failed("key", "AURIKO_API_KEY is not set.", "Set it, or pass `apiKey` to the client.");
  }
  try {
    checkApiKey(key);
  } catch (error) {
    return failed(
      "key",
      `AURIKO_API_KEY: ${messageOf(error)}`,
      "Copy the key anew, without blanks around it.",
    );
  }
  return ok("key", `AURIKO_API_KEY is set (${key.length} characters)`);
}

/** Asks the API whose key it is: the whole way there and back. */
export async function checkRoute(signal: AbortSignal): Promise<Finding> {
  if (checkKey().outcome === "failed") return skipped("route", "needs a key");
  const started = performance.now();
  let client: Client | undefined;
  try {
    client = new Client({ maxRetries: 0, timeout: { connect: 10_000, headers: 20_000, total: 30_000 } });
    const { requestId } = await client.me.get({ signal }).withResponse();
    const took = Math.round(performance.now() - started);
    return ok(
      "route",
      `${client.baseUrl} answered in ${took} ms${requestId ? `, request ${requestId}` : ""}`,
    );
  } catch (error) {
    return failed(
      "route",
      `${client?.baseUrl ?? "the base URL"}: ${messageOf(error)}${requestOf(error)}`,
      fixOf(error),
    );
  } finally {
    client?.close();
  }
}

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message.split("\n", 1)[0] : String(error);

function requestOf(error: unknown): string {
  return error instanceof AurikoAPIError && error.requestId ? ` (request ${error.requestId})` : "";
}

function fixOf(error: unknown): string {
  const status = error instanceof AurikoAPIError ? error.statusCode : undefined;
  if (status === 401) return "Check the key: it is not known there, or it has expired.";
  if (status === 403) return "The key is known, but not allowed this; ask who made it.";
  if (status === 404) return "Check AURIKO_BASE_URL: something answers there that is not the API.";
  return "See docs/troubleshooting.md for this message; the checks above may tell why.";
}
