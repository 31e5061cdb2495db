import type { ToolCallDelta } from "@auriko/sdk";
import { UniqueIds } from "../core/unique-ids";
import type { CommonStreamPart } from "../spec/parts";
import { toolCallPart } from "./completion-content";

/** A tool call as it arrives. */
interface Call {
  readonly index: number;
  /** As the provider sent it; may stay empty. */
  sentId: string;
  /** As the AI SDK knows it, once the call has been announced. */
  id: string;
  name: string;
  input: string;
  signature: string | undefined;
  /** `named` waits for the first argument: until then a provider may still send the rest of a split name. */
  state: "named" | "announced" | "done";
}

/**
 * The tool calls of one streamed answer. Pieces are matched as the client itself matches them: by `index`; without
 * one by `id`, else by position among the newest calls; a piece with another id and a name begins another call, even
 * at a used index.
 */
export class ToolInputs {
  private readonly calls: Call[] = [];
  private readonly ids = new UniqueIds();

  constructor(private readonly emit: (part: CommonStreamPart) => void) {}

  get count(): number {
    return this.calls.length;
  }

  add(pieces: readonly ToolCallDelta[]): void {
    const first = Math.max(0, this.calls.length - pieces.length);
    for (let position = 0; position < pieces.length; position++) {
      const piece = pieces[position];
      if (typeof piece === "object" && piece !== null) this.take(piece, this.calls[first + position]);
    }
  }

  /** Announces and completes all calls that are not complete. */
  finish(): void {
    for (const call of this.calls) {
      if (call.state === "done" || call.name === "") continue;
      if (call.state === "named") this.announce(call);
      call.state = "done";
      this.emit({ type: "tool-input-end", id: call.id });
      this.emit(toolCallPart(call.id, call.name, call.input, call.signature));
    }
  }

  private take(piece: ToolCallDelta, counterpart: Call | undefined): void {
    const id = piece.id ?? "";
    const name = piece.function?.name ?? "";
    const call = this.callFor(piece.index, id, name, counterpart);
    call.sentId ||= id;
    if (name !== "" && name !== call.name && call.state === "named") call.name += name;
    if (piece.provider_signature) call.signature = piece.provider_signature;
    const input: unknown = piece.function?.arguments;
    if (input === undefined || input === null || input === "") return;
    this.append(call, typeof input === "string" ? input : JSON.stringify(input));
  }

  private append(call: Call, text: string): void {
    call.input += text;
    if (call.name === "" || call.state === "done") return;
    if (call.state === "announced") this.emit({ type: "tool-input-delta", id: call.id, delta: text });
    else this.announce(call);
  }

  private announce(call: Call): void {
    call.state = "announced";
    call.id = this.ids.claim(call.sentId);
    this.emit({ type: "tool-input-start", id: call.id, toolName: call.name });
    if (call.input !== "") this.emit({ type: "tool-input-delta", id: call.id, delta: call.input });
  }

  private callFor(index: unknown, id: string, name: string, counterpart: Call | undefined): Call {
    const present =
      typeof index === "number" ? this.latestAt(index) : this.withoutIndex(id, name, counterpart);
    if (present !== undefined && !beginsAnother(present, id, name)) return present;
    return this.open(typeof index === "number" ? index : this.calls.length);
  }

  private latestAt(index: number): Call | undefined {
    for (let i = this.calls.length - 1; i >= 0; i--) {
      if (this.calls[i]?.index === index) return this.calls[i];
    }
    return undefined;
  }

  private withoutIndex(id: string, name: string, counterpart: Call | undefined): Call | undefined {
    if (id !== "") return this.calls.find((call) => call.sentId === id) ?? counterpart;
    return name !== "" && counterpart !== undefined && isJson(counterpart.input) ? undefined : counterpart;
  }

  private open(index: number): Call {
    const call: Call = {
      index,
      sentId: "",
      id: "",
      name: "",
      input: "",
      signature: undefined,
      state: "named",
    };
    this.calls.push(call);
    return call;
  }
}

function beginsAnother(call: Call, id: string, name: string): boolean {
  if (name === "") return false;
  if (id !== "" && call.sentId !== "") return id !== call.sentId;
  return call.input !== "" && call.name !== "" && name !== call.name;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
