import type { Answered, APIPromise, Client, Model, ModelList } from "@auriko/sdk";
import { expectType } from "./expect.js";

declare const client: Client;

export function models(): void {
  expectType<APIPromise<Answered<ModelList>>>()(client.models.list());
  expectType<APIPromise<Answered<ModelList>>>()(client.models.list({ endpoint: "chat_completions" }));
  expectType<APIPromise<Answered<Model>>>()(client.models.retrieve("gpt-5.4"));
  // @ts-expect-error an id is needed
  client.models.retrieve();
}

// Endpoints without a method of their own: the caller says what comes back.
export async function custom(): Promise<void> {
  expectType<APIPromise<Answered<unknown>>>()(client.request({ path: "/workspaces" }));
  const { name } = await client.request<{ name: string }>({ method: "POST", path: "/x", body: { a: 1 } });
  expectType<string>()(name);
  // @ts-expect-error a method that does not exist
  client.request({ method: "FETCH", path: "/x" });
}
