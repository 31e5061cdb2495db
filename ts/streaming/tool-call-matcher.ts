import { JsonBalance } from "./json-balance";

/** What tells which tool call a piece belongs to. */
export interface MatchedCall {
  /** As the server numbers it. */
  readonly index: number;
  /** As the server sent it; may stay empty. */
  id: string;
  name: string;
  /** Knows when the arguments are complete JSON. */
  balance: JsonBalance;
  /** The arguments so far are an empty object and nothing else: a placeholder, if more come. */
  placeholder: boolean;
}

/** What a piece says about the call that it belongs to. */
export interface PieceIdentity {
  readonly index: unknown;
  readonly id: string;
  readonly name: string;
  /** The text that it adds to the arguments. */
  readonly arguments: string;
}

/**
 * Finds the tool call that a piece of one belongs to, in constant time.
 *
 * A piece belongs to the call with its `index`. Servers break this rule in four ways, and each has its answer: `index` is
 * missing (then `id` decides, then the position among the newest calls); one `index` is used for several calls (a piece
 * that brings both a new `id` and a name, a different name after arguments, or a name and arguments after complete JSON,
 * starts a new call); `id` or `name` comes again with every piece (the first `id` stays, a repeated name is ignored);
 * arguments begin with an empty object and go on with the real ones (the empty object is dropped).
 */
export class ToolCallMatcher<Call extends MatchedCall> {
  /** All calls, in the order of their appearance. */
  readonly calls: Call[] = [];
  private readonly latestAt = new Map<number, Call>();
  private readonly firstWith = new Map<string, Call>();

  constructor(private readonly open: (index: number, order: number) => Call) {}

  /** The call that `piece` belongs to. `counterpart` is the one at its place among the newest calls. */
  callFor(piece: PieceIdentity, counterpart: Call | undefined): Call {
    const { index } = piece;
    const present =
      typeof index === "number" ? this.latestAt.get(index) : this.withoutIndex(piece, counterpart);
    const call = present !== undefined && !startsAnother(present, piece) ? present : this.begin(index);
    if (call.id === "" && piece.id !== "") call.id = piece.id;
    if (piece.id !== "" && !this.firstWith.has(piece.id)) this.firstWith.set(piece.id, call);
    return call;
  }

  private withoutIndex({ id, name }: PieceIdentity, counterpart: Call | undefined): Call | undefined {
    if (id !== "") return this.firstWith.get(id) ?? counterpart;
    if (counterpart === undefined || name === "") return counterpart;
    return counterpart.balance.isComplete ? undefined : counterpart;
  }

  private begin(index: unknown): Call {
    const order = this.calls.length;
    const call = this.open(typeof index === "number" ? index : order, order);
    this.calls.push(call);
    this.latestAt.set(call.index, call);
    return call;
  }
}

function startsAnother(call: MatchedCall, { id, name, arguments: text }: PieceIdentity): boolean {
  if (name === "") return false;
  if (id !== "" && call.id !== "") return id !== call.id;
  if (call.name === "") return false;
  if (call.balance.isComplete && text !== "") return true;
  return call.balance.begun && name !== call.name;
}

/** The text that a piece adds to the arguments, which belong in a JSON string; some servers send the object itself. */
export function argumentsText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Notes a piece of arguments; says whether what came before it was a placeholder and has to be dropped. */
export function takeArguments(call: MatchedCall, text: string): boolean {
  const dropped = call.placeholder && text.trimStart().startsWith("{");
  call.placeholder = (dropped || !call.balance.begun) && /^\s*\{\s*\}\s*$/.test(text);
  if (dropped) call.balance = new JsonBalance();
  call.balance.add(text);
  return dropped;
}
