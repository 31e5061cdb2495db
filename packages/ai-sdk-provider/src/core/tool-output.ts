import type { ToolContentOption, ToolOutputOption } from "../spec/call-options";
import type { CallWarning } from "./dialect";

/**
 * What a tool gave back, as the text that the API takes. Files can't be part of it: they are named, and warned about.
 */
export function toolOutputText(output: ToolOutputOption, warn: (warning: CallWarning) => void): string {
  switch (output.type) {
    case "text":
    case "error-text":
      return output.value;
    case "json":
    case "error-json":
      return JSON.stringify(output.value) ?? "null";
    case "execution-denied":
      return output.reason ?? "The execution of this tool was denied.";
    default:
      return output.value.map((item) => contentText(item, warn)).join("\n");
  }
}

function contentText(item: ToolContentOption, warn: (warning: CallWarning) => void): string {
  if (item.type === "text") return item.text ?? "";
  warn({
    type: "unsupported",
    feature: "files in tool results",
    details: "The result of a tool is sent as text; a file in it was left out.",
  });
  return `[${item.mediaType ?? item.type} left out]`;
}
