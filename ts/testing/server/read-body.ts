import { ApiFailure } from "./api-failure";
import type { AnyRequest } from "./exchange";

/** The request body as text. */
export async function readBody(request: AnyRequest, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new ApiFailure("payload_too_large", `The request body exceeds ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Parses a body that has to be a JSON object. */
export function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiFailure("invalid_request", "The request body is not valid JSON.", { param: null });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiFailure("invalid_request", "The request body must be a JSON object.");
  }
  return value as Record<string, unknown>;
}
