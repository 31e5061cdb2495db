import { startGateway } from "../../../dist/testing/index.mjs";

const answers = [
  "It stands between your application and the providers. For every request it knows who offers the model, what they charge, and how fast they are right now – and sends it to the one that fits best.\n\nIf that provider fails, the next one answers. Your code stays the same.",
  "Because people wait for the first word, not for the last one.\n\nIn a chat, an answer that begins after 200 ms feels immediate, even if it takes a little longer to finish. For a nightly batch job it would not matter, so there you would route by cost.",
  "This one: routed by cost, it went to the provider with the lowest price for this model. The line below says what it came to.",
];

/** A local Auriko API at real pace, which has something to say. */
export async function startScriptedGateway() {
  return startGateway({ pace: "real", replies: answers });
}
