import { ApiFailure } from "./api-failure";
import type { AnyRequest } from "./exchange";

/**
 * The request body as text. A body that is too large is read to its end all the same, because a client that is still
 * sending would never look at the answer.
 */
export function readBody(request: AnyRequest, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on("end", () => {
      if (size <= maxBytes) resolve(Buffer.concat(chunks).toString("utf8"));
      else reject(new ApiFailure("payload_too_large", `The request body exceeds ${maxBytes} bytes.`));
    });
    request.on("error", reject);
    request.on("aborted", () => reject(new ApiFailure("invalid_request", "The request body broke off.")));
  });
}

/** Parses a body that has to be a JSON object. */
export function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiFailure("invalid_request", "The request body is not valid JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiFailure("invalid_request", "The request body must be a JSON object.");
  }
  return value as Record<string, unknown>;
}
