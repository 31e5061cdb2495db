import { VERSION } from "../version";

const agent = `ai-sdk/auriko/${VERSION}`;

/**
 * The headers of a request: the provider's, then the call's, with this package named behind the user agents of both.
 */
export function requestHeaders(
  ...sources: readonly (Readonly<Record<string, string | undefined>> | undefined)[]
) {
  const headers: Record<string, string> = {};
  const agents: string[] = [];
  for (const source of sources) {
    for (const [name, value] of Object.entries(source ?? {})) {
      if (value === undefined || value === null) continue;
      if (name.toLowerCase() === "user-agent") agents.unshift(value);
      else headers[name.toLowerCase()] = value;
    }
  }
  headers["user-agent"] = [...agents, agent].join(" ");
  return headers;
}
