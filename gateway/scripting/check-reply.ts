import { invalidParameter } from "../../ts/errors/client-side";
import {
  anArray,
  anObject,
  anything,
  aString,
  eitherOf,
  type FieldCheck,
  integer,
  isObject,
  strings,
} from "../call/field-checks";
import { checkGiven } from "../check-given";
import type { Reply, ReplyContent, ReplyObject, ReplyToolCall } from "./reply";

type ChecksOf<T> = Readonly<Record<keyof T, FieldCheck>>;

const aNull: FieldCheck = (value) => (value === null ? undefined : "must be null");
const status = integer(100, 599);

const CONTENT: ChecksOf<ReplyContent> = {
  content: eitherOf(aString, aNull),
  json: anything,
  chunks: strings,
  reasoning: eitherOf(aString, anArray),
  toolCalls: anArray,
  refusal: aString,
  images: anArray,
  annotations: anArray,
  finishReason: aString,
  nativeFinishReason: aString,
};
const REPLY: ChecksOf<ReplyObject> = {
  ...CONTENT,
  choices: anArray,
  usage: anObject,
  routingMetadata: eitherOf(anObject, aNull),
  delayMs: integer(0),
  fault: anything,
  error: anObject,
  raw: anObject,
};
const TOOL_CALL: ChecksOf<ReplyToolCall> = {
  name: aString,
  arguments: anything,
  id: aString,
  signature: aString,
};
const ERROR: ChecksOf<NonNullable<ReplyObject["error"]>> = {
  code: aString,
  message: aString,
  status,
  type: aString,
  param: aString,
  provider: aString,
  suggestion: aString,
  headers: anObject,
};
const RAW: ChecksOf<NonNullable<ReplyObject["raw"]>> = {
  status,
  headers: anObject,
  body: anything,
  events: anArray,
};

/**
 * Checks a reply as it was given; what a function makes is checked when it has made it.
 *
 * @throws BadRequestError naming the field that is unknown or has no meaning
 */
export function checkReply(reply: unknown, param: string): asserts reply is Reply {
  if (typeof reply === "string" || typeof reply === "function") return;
  if (!isObject(reply)) {
    throw invalidParameter(
      param,
      `${param} must be a text, an object such as { content: "Hello!" }, or a function that makes one.`,
    );
  }
  checkContent(reply, REPLY, param);
  const { choices, error, raw } = reply;
  if (Array.isArray(choices)) {
    for (const [index, choice] of choices.entries()) {
      checkContent(choice, CONTENT, `${param}.choices[${index}]`);
    }
  }
  if (error !== undefined) {
    checkGiven(error, ERROR, { what: "The error of a reply has no field", param: `${param}.error` });
    if (error.code === undefined) {
      throw invalidParameter(`${param}.error.code`, `${param}.error must have a code.`);
    }
  }
  if (raw !== undefined) checkGiven(raw, RAW, { what: "A raw reply has no field", param: `${param}.raw` });
}

function checkContent(given: unknown, checks: Readonly<Record<string, FieldCheck>>, param: string): void {
  checkGiven(given, checks, { what: "A reply has no field", param });
  if (!Array.isArray(given.toolCalls)) return;
  for (const [index, call] of given.toolCalls.entries()) {
    const path = `${param}.toolCalls[${index}]`;
    checkGiven(call, TOOL_CALL, { what: "A tool call of a reply has no field", param: path });
    if (call.name === undefined) throw invalidParameter(`${path}.name`, `${path} must have a name.`);
  }
}
