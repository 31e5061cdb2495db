import { invalidParameter, missingParameter } from "../errors/client-side";
import type { ResponseCreateParamsOpen } from "../responses/params";
import { wrong } from "../validation/checks";
import { type BodyOptions, type BodyShape, buildBody } from "./build-body";
import { RESPONSES_PARAMETERS } from "./parameter-table";

const shape: BodyShape = { subject: "input", checkSubject: checkInput, known: RESPONSES_PARAMETERS };

/**
 * The body of a Responses request.
 * @throws BadRequestError before anything is sent; `param` is the path of the field.
 */
export function buildResponsesBody(
  params: ResponseCreateParamsOpen,
  options: BodyOptions = {},
): Record<string, unknown> {
  return buildBody(params, shape, options);
}

function checkInput(value: unknown, params: Record<string, unknown>): void {
  if (typeof value === "string" || Array.isArray(value)) return;
  if (value === undefined || value === null) {
    if (params.messages !== undefined) {
      throw invalidParameter(
        "messages",
        "`messages` belongs to client.chat.completions.create; a response takes `input`.",
      );
    }
    throw missingParameter("input", "`input` is missing: give a string or an array of items.");
  }
  throw wrong("input", "a string or an array of items", value);
}
