import { expect, test } from "vitest";
import type { AurikoAPIError } from "../../ts/index";
import { error, hangUp, stream } from "../support/answers";
import { chunk, event, question } from "../support/chat";
import { clientOf } from "../support/client";
import { serve } from "../support/scripted-server";

async function stackOf(theCallerInTheProgram: () => Promise<unknown>): Promise<string> {
  try {
    await theCallerInTheProgram();
  } catch (error) {
    return String((error as AurikoAPIError).stack);
  }
  throw new Error("It should have failed.");
}

test("an error of the API names the function that made the request", async () => {
  const client = clientOf(await serve(error(404, { type: "not_found_error", code: "model_not_found" })));
  async function askForAModelThatIsGone() {
    return await client.chat.completions.create(question);
  }
  const stack = await stackOf(askForAModelThatIsGone);
  expect(stack).toContain("askForAModelThatIsGone");
  expect(stack).toContain("stack.test.ts");
  expect(stack.split("\n")[0]).toBe("NotFoundError: It failed.");
});

test("a lost connection names the function that made the request", async () => {
  const client = clientOf(await serve(hangUp));
  async function askInVain() {
    return await client.models.list();
  }
  expect(await stackOf(askInVain)).toContain("askInVain");
});

test("a refused parameter names the function that gave it", async () => {
  const client = clientOf(await serve(hangUp));
  async function askWithoutMessages() {
    return await client.chat.completions.create({ model: "m" } as never);
  }
  expect(await stackOf(askWithoutMessages)).toContain("askWithoutMessages");
});

test("withResponse() keeps the caller in the stack", async () => {
  const client = clientOf(await serve(error(404, { type: "not_found_error", code: "model_not_found" })));
  async function askForTheResponseToo() {
    return await client.chat.completions.create(question).withResponse();
  }
  expect(await stackOf(askForTheResponseToo)).toContain("askForTheResponseToo");
});

test("an error inside a stream names the loop that read it", async () => {
  const client = clientOf(await serve(stream(event(chunk("Hel")))));
  async function readTheStream() {
    const opened = await client.chat.completions.create({ ...question, stream: true });
    await opened.forEach(() => {});
  }
  expect(await stackOf(readTheStream)).toContain("readTheStream");
});
