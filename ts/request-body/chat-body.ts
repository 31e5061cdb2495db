import type { ChatCompletionCreateParamsOpen } from "../chat/params";
import { invalidParameter, missingParameter } from "../errors/client-side";
import { wrong } from "../validation/checks";
import { type BodyOptions, type BodyShape, buildBody } from "./build-body";
import { CHAT_PARAMETERS } from "./parameter-table";

const shape: BodyShape = { subject: "messages", checkSubject: checkMessages, known: CHAT_PARAMETERS };

/**
 * The body of a chat completion request.
 * @throws BadRequestError before anything is sent; `param` is the path of the field.
 */
export function buildChatBody(
  params: ChatCompletionCreateParamsOpen,
  options: BodyOptions = {},
): Record<string, unknown> {
  return buildBody(params, shape, options);
}

function checkMessages(value: unknown, params: Record<string, unknown>): void {
  if (Array.isArray(value)) return;
  if (value === undefined || value === null) {
    if (params.input !== undefined) {
      throw invalidParameter(
        "input",
        "`input` belongs to client.responses.create; a chat completion takes `messages`.",
      );
    }
    throw missingParameter("messages", "`messages` is missing: give an array of messages.");
  }
  throw wrong("messages", 'an array of messages, such as [{ role: "user", content: "…" }]', value);
}
