import type { ResponseStreamEvent } from "../responses";

/** Picks the text of the final answer out of the events of one Responses stream; commentary before it is left out. */
export function answerTextOfResponse(): (event: ResponseStreamEvent) => string | undefined {
  const commentary = new Set<unknown>();
  return (event) => {
    if (event.type === "response.output_text.delta") {
      return commentary.has(event.output_index) ? undefined : event.delta || undefined;
    }
    if (event.type === "response.output_item.added") {
      const { item, output_index: index } = event;
      if (item?.type === "message" && item.phase === "commentary") commentary.add(index);
    }
    return undefined;
  };
}
