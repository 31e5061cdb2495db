import { JsonBalance } from "./json-balance";
import { type Fields, isObject, type Json, replaceField } from "./merge-fields";
import type { Tally } from "./tally";
import { TextParts } from "./text-parts";

interface Call {
  /** Position among the calls of the message. */
  readonly index: number;
  readonly order: number;
  id: string;
  type: string;
  name: string;
  readonly arguments: TextParts;
  readonly balance: JsonBalance;
  started: boolean;
  readonly fields: Fields;
  readonly functionFields: Fields;
}

/**
 * Collects the tool calls of one message.
 *
 * A piece belongs to the call with its `index`. Providers break this rule in three ways, and each has its answer:
 * `index` is missing (then `id` decides, then the position among the newest calls); one `index` is used
 * for several calls (a piece that brings both a new `id` and a name, or a different name after arguments, starts a new
 * call); `id` or `name` comes again with every piece (the first `id` stays, a repeated name is ignored).
 */
export class ToolCallParts {
  private readonly calls: Call[] = [];

  get size(): number {
    return this.calls.length;
  }

  /** Takes in the `tool_calls` list of one delta. */
  add(pieces: readonly unknown[], tally: Tally): void {
    const first = Math.max(0, this.calls.length - pieces.length);
    for (let position = 0; position < pieces.length; position++) {
      const piece = pieces[position];
      if (!isObject(piece)) continue;
      const called = isObject(piece.function) ? piece.function : undefined;
      addPiece(this.callFor(piece, called, this.calls[first + position]), piece, called, tally);
    }
  }

  private callFor(piece: Json, called: Json | undefined, counterpart: Call | undefined): Call {
    const id = textOf(piece.id);
    const name = textOf(called?.name);
    const index = typeof piece.index === "number" ? piece.index : undefined;
    const present = index === undefined ? this.callWithoutIndex(id, name, counterpart) : this.latestAt(index);
    if (present !== undefined && !startsAnother(present, id, name)) return present;
    return this.open(index ?? this.calls.length);
  }

  private callWithoutIndex(id: string, name: string, counterpart: Call | undefined): Call | undefined {
    if (id !== "") return this.calls.find((call) => call.id === id) ?? counterpart;
    if (counterpart === undefined || name === "") return counterpart;
    return counterpart.balance.isComplete ? undefined : counterpart;
  }

  private latestAt(index: number): Call | undefined {
    for (let i = this.calls.length - 1; i >= 0; i--) {
      if (this.calls[i]?.index === index) return this.calls[i];
    }
    return undefined;
  }

  private open(index: number): Call {
    const call: Call = {
      index,
      order: this.calls.length,
      id: "",
      type: "function",
      name: "",
      arguments: new TextParts(),
      balance: new JsonBalance(),
      started: false,
      fields: new Map(),
      functionFields: new Map(),
    };
    this.calls.push(call);
    return call;
  }

  /** The calls as a complete message holds them, in the order of their index. */
  toJSON(choice: number): Json[] {
    const ordered = this.calls.slice().sort((a, b) => a.index - b.index || a.order - b.order);
    return ordered.map((call, position) => ({
      // An answer needs an id to refer to. Where the provider sent none, a made-up one serves both sides alike.
      id: call.id === "" ? `call_${choice}_${position}` : call.id,
      type: call.type,
      function: {
        name: call.name,
        arguments: call.arguments.toString(),
        ...Object.fromEntries(call.functionFields),
      },
      ...Object.fromEntries(call.fields),
    }));
  }
}

function startsAnother(call: Call, id: string, name: string): boolean {
  if (name === "") return false;
  if (id !== "" && call.id !== "") return id !== call.id;
  return call.started && call.name !== "" && name !== call.name;
}

function addPiece(call: Call, piece: Json, called: Json | undefined, tally: Tally): void {
  for (const key of Object.keys(piece)) {
    if (key === "id") call.id ||= textOf(piece.id);
    else if (key === "type") call.type = textOf(piece.type) || call.type;
    else if (key !== "index" && key !== "function") replaceField(call.fields, key, piece[key]);
  }
  if (called === undefined) return;
  for (const key of Object.keys(called)) {
    if (key === "name") addName(call, textOf(called.name));
    else if (key === "arguments") addArguments(call, called.arguments, tally);
    else replaceField(call.functionFields, key, called[key]);
  }
}

/** Names come whole, as a rule; a different one before any argument is the next piece of a split name. */
function addName(call: Call, name: string): void {
  if (name === "" || name === call.name) return;
  call.name += name;
}

function addArguments(call: Call, value: unknown, tally: Tally): void {
  if (value === null || value === undefined || value === "") return;
  call.started = true;
  // Arguments belong in a JSON string; some providers send the object itself.
  const text = typeof value === "string" ? value : JSON.stringify(value);
  call.arguments.append(text);
  call.balance.add(text);
  tally.characters += text.length;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
