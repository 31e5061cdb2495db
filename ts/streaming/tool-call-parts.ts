import { JsonBalance } from "./json-balance";
import { KeptFields } from "./kept-fields";
import { isObject, type Json } from "./plain-data";
import type { Tally } from "./tally";
import { TextParts } from "./text-parts";
import { argumentsText, type MatchedCall, ToolCallMatcher, takeArguments } from "./tool-call-matcher";

/** About what a call takes in memory besides its texts, in characters. */
const CALL_OVERHEAD = 512;

interface Call extends MatchedCall {
  readonly order: number;
  type: string;
  readonly arguments: TextParts;
  readonly fields: KeptFields;
  readonly functionFields: KeptFields;
}

/** Collects the tool calls of one message. Which call a piece belongs to, `ToolCallMatcher` knows. */
export class ToolCallParts {
  private readonly matcher = new ToolCallMatcher<Call>(openCall);

  get size(): number {
    return this.matcher.calls.length;
  }

  /** Takes in the `tool_calls` list of one delta. */
  add(pieces: readonly unknown[], tally: Tally): void {
    const { calls } = this.matcher;
    const first = Math.max(0, calls.length - pieces.length);
    for (let position = 0; position < pieces.length; position++) {
      const piece = pieces[position];
      if (isObject(piece)) this.addPiece(piece, calls[first + position], tally);
    }
  }

  private addPiece(piece: Json, counterpart: Call | undefined, tally: Tally): void {
    const called = isObject(piece.function) ? piece.function : undefined;
    const text = argumentsText(called?.arguments);
    const name = textOf(called?.name);
    const identity = { index: piece.index, id: textOf(piece.id), name, arguments: text };
    const before = this.size;
    const call = this.matcher.callFor(identity, counterpart);
    if (this.size > before) tally.overhead += CALL_OVERHEAD + call.id.length;
    addFields(call, piece, called, tally);
    // Names come whole, as a rule; a different one before any argument is the next piece of a split name.
    if (name !== call.name) {
      call.name += name;
      tally.overhead += name.length;
    }
    if (text !== "") addArguments(call, text, tally);
  }

  /** The calls as a complete message holds them, in the order of their index. */
  toJSON(choice: number): Json[] {
    const ordered = this.matcher.calls.slice().sort((a, b) => a.index - b.index || a.order - b.order);
    return ordered.map((call, position) => ({
      // An answer needs an id to refer to. Where the provider sent none, a made-up one serves both sides alike.
      id: call.id === "" ? `call_${choice}_${position}` : call.id,
      type: call.type,
      function: {
        name: call.name,
        arguments: call.arguments.toString(),
        ...call.functionFields.toJSON(),
      },
      ...call.fields.toJSON(),
    }));
  }
}

function openCall(index: number, order: number): Call {
  return {
    index,
    order,
    id: "",
    type: "function",
    name: "",
    arguments: new TextParts(),
    balance: new JsonBalance(),
    placeholder: false,
    fields: new KeptFields(),
    functionFields: new KeptFields(),
  };
}

function addFields(call: Call, piece: Json, called: Json | undefined, tally: Tally): void {
  for (const key of Object.keys(piece)) {
    if (key === "type") call.type = textOf(piece.type) || call.type;
    else if (key !== "id" && key !== "index" && key !== "function") {
      call.fields.replace(key, piece[key], tally);
    }
  }
  if (called === undefined) return;
  for (const key of Object.keys(called)) {
    if (key !== "name" && key !== "arguments") call.functionFields.replace(key, called[key], tally);
  }
}

function addArguments(call: Call, text: string, tally: Tally): void {
  if (takeArguments(call, text)) call.arguments.set("");
  call.arguments.append(text);
  tally.characters += text.length;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
