import type { ToolCallDelta } from "@auriko/sdk";
import { JsonBalance } from "../../../../ts/streaming/json-balance";
import {
  argumentsText,
  type MatchedCall,
  ToolCallMatcher,
  takeArguments,
} from "../../../../ts/streaming/tool-call-matcher";
import { UniqueIds } from "../core/unique-ids";
import type { CommonStreamPart } from "../spec/parts";
import { toolCallPart } from "./completion-content";

/** A tool call as it arrives. `id` is what the server sent. */
interface Call extends MatchedCall {
  /** As the AI SDK knows it, once the call has been announced. */
  announcedId: string;
  input: string;
  /** What of it has not been told yet. */
  untold: string;
  signature: string | undefined;
  /** `named` waits for the first argument: until then a provider may still send the rest of a split name. */
  state: "named" | "announced" | "done";
}

/** The tool calls of one streamed answer. Pieces are matched by the client's own rules. */
export class ToolInputs {
  private readonly matcher = new ToolCallMatcher<Call>(openCall);
  private readonly ids = new UniqueIds();

  constructor(private readonly emit: (part: CommonStreamPart) => void) {}

  get count(): number {
    return this.matcher.calls.length;
  }

  add(pieces: readonly (ToolCallDelta | null)[]): void {
    const { calls } = this.matcher;
    const first = Math.max(0, calls.length - pieces.length);
    for (let position = 0; position < pieces.length; position++) {
      const piece = pieces[position];
      if (typeof piece === "object" && piece !== null) this.take(piece, calls[first + position]);
    }
  }

  /** Announces and completes all calls that are not complete. */
  finish(): void {
    for (const call of this.matcher.calls) {
      if (call.state === "done" || call.name === "") continue;
      if (call.state === "named") this.announce(call);
      this.tell(call);
      call.state = "done";
      this.emit({ type: "tool-input-end", id: call.announcedId });
      this.emit(toolCallPart(call.announcedId, call.name, call.input, call.signature));
    }
  }

  private take(piece: ToolCallDelta, counterpart: Call | undefined): void {
    const name = textOf(piece.function?.name);
    const text = argumentsText(piece.function?.arguments);
    const identity = { index: piece.index, id: textOf(piece.id), name, arguments: text };
    const call = this.matcher.callFor(identity, counterpart);
    if (name !== call.name && call.state === "named") call.name += name;
    call.signature = textOf(piece.provider_signature) || call.signature;
    if (text !== "") this.append(call, text);
  }

  private append(call: Call, text: string): void {
    if (takeArguments(call, text)) {
      call.input = "";
      call.untold = "";
    }
    call.input += text;
    call.untold += text;
    if (call.name === "" || call.state === "done") return;
    if (call.state === "named") this.announce(call);
    // An empty object may be a placeholder, and what has been told can't be taken back.
    if (!call.placeholder) this.tell(call);
  }

  /** Tells the arguments that have not been told yet. */
  private tell(call: Call): void {
    const delta = call.untold;
    call.untold = "";
    if (delta !== "") this.emit({ type: "tool-input-delta", id: call.announcedId, delta });
  }

  private announce(call: Call): void {
    call.state = "announced";
    call.announcedId = this.ids.claim(call.id);
    this.emit({ type: "tool-input-start", id: call.announcedId, toolName: call.name });
  }
}

function openCall(index: number): Call {
  return {
    index,
    id: "",
    name: "",
    balance: new JsonBalance(),
    placeholder: false,
    announcedId: "",
    input: "",
    untold: "",
    signature: undefined,
    state: "named",
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
