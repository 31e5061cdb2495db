import { Client } from "@auriko/sdk";

export const clients = [
  new Client(),
  new Client({}),
  new Client({ apiKey: "ak_test_x", baseUrl: "http://127.0.0.1:8080/v1", timeout: 60_000, maxRetries: 0 }),
  new Client({ apiKey: () => "ak_test_x" }),
  new Client({ apiKey: async () => "ak_test_x" }),
  new Client({ timeout: { connect: 1_000, headers: 2_000, idle: false, total: 3_000 } }),
  new Client({ headers: { "X-Tenant": "a" } }),
];

export const messages = [{ role: "user" as const, content: "Hello" }];

// Options of one request, in the second argument.
export function perRequest(client: Client, signal: AbortSignal): void {
  client.chat.completions.create({ model: "m", messages }, { signal, timeout: 1_000, maxRetries: 1 });
  client.chat.completions.create(
    { model: "m", messages },
    { headers: { "X-A": "b" }, extraBody: { new_field: 1 } },
  );
  // @ts-expect-error an option that does not exist
  client.chat.completions.create({ model: "m", messages }, { retries: 1 });
}

export function refusals(): void {
  // @ts-expect-error the spelling of another SDK
  new Client({ baseURL: "http://127.0.0.1:8080/v1" });
  // @ts-expect-error a number is no key
  new Client({ apiKey: 1 });
  // @ts-expect-error a phase that does not exist
  new Client({ timeout: { read: 1 } });
}

// A client ends with its block.
export async function disposal(): Promise<void> {
  await using client = new Client();
  client.withOptions({ maxRetries: 0 }).close();
}
