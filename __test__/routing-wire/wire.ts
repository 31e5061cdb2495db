import { expect, onTestFinished } from "vitest";
import { type Gateway, type LocalGatewayOptions, startGateway } from "../../gateway";
import { BadRequestError, type ChatCompletionCreateParamsNonStreaming, Client } from "../../ts";
import { failureOf } from "../support/failure-of";

/** The conversation of every request here. */
export const messages = [{ role: "user" as const, content: "Hello" }];

/** A gateway and a client of it, for the running test. */
export async function wire(options: LocalGatewayOptions = {}): Promise<{ gateway: Gateway; client: Client }> {
  const gateway = await startGateway(options);
  const client = new Client({
    apiKey: gateway.apiKey,
    baseUrl: gateway.baseUrl,
    proxy: false,
    maxRetries: 0,
  });
  onTestFinished(() => {
    client.close();
    return gateway.close();
  });
  return { gateway, client };
}

/** The latest request has exactly this body, byte by byte: fields in this order, nothing else. */
export function expectSent(gateway: Gateway, body: Readonly<Record<string, unknown>>): void {
  expect(gateway.lastRequest?.bodyText).toBe(JSON.stringify(body));
}

/** What a call is refused with; fails the test when it is not. */
export const refusalOf = (call: PromiseLike<unknown>): Promise<BadRequestError> =>
  failureOf(call, BadRequestError);

/** Sends chat parameters, whole and streamed, and Responses parameters; each has to put the same fields on the wire. */
export async function sendEverywhere(
  { gateway, client }: { gateway: Gateway; client: Client },
  params: Omit<ChatCompletionCreateParamsNonStreaming, "messages" | "stream">,
  wired: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { model, ...rest } = wired;
  const head = model === undefined ? {} : { model };
  await client.chat.completions.create({ ...params, messages });
  expectSent(gateway, { messages, ...head, ...rest });
  await (await client.chat.completions.create({ ...params, messages, stream: true })).finalCompletion();
  expectSent(gateway, { messages, ...head, ...rest, stream: true });
  const { model: id, gateway: own, routing, models } = params;
  const routed = { model: id, gateway: own, routing, models };
  await client.responses.create({ ...routed, input: "Hello" });
  expectSent(gateway, {
    input: "Hello",
    ...head,
    ...(rest.gateway === undefined ? {} : { gateway: rest.gateway }),
  });
}
