import type { ModelResponse, ResponseFunctionCallOutputItem, ResponseStreamEvent } from "../responses";
import type { ResponseAccumulator } from "./response-accumulator";
import type { ResponseStreamEvents } from "./response-stream";
import type { StreamListeners } from "./stream-listeners";

type Listeners = StreamListeners<ResponseStreamEvents>;

/** Tells listeners what an event brought, after it was folded. */
export function announceResponseEvent(
  event: ResponseStreamEvent,
  accumulator: ResponseAccumulator,
  listeners: Listeners,
): void {
  listeners.emit("event", event);
  switch (event.type) {
    case "response.output_text.delta":
      if (typeof event.delta === "string") listeners.emit("content", event.delta, accumulator.outputText);
      break;
    case "response.reasoning_summary_text.delta":
      if (typeof event.delta === "string") listeners.emit("reasoning", event.delta);
      break;
    case "response.output_item.done":
      if (event.item?.type === "function_call") {
        listeners.emit("toolCall", event.item as ResponseFunctionCallOutputItem);
      }
      break;
    case "response.completed":
    case "response.incomplete":
    case "response.failed":
      announceMoney(event.response, listeners);
  }
}

function announceMoney(response: ModelResponse | undefined, listeners: Listeners): void {
  if (response?.usage) listeners.emit("usage", response.usage);
  if (response?.routing_metadata) listeners.emit("route", response.routing_metadata);
}
