import { readFileSync } from "node:fs";
import { at } from "./root.mjs";

const { parameters } = JSON.parse(readFileSync(at("ts/request-body/parameters.json"), "utf8"));
const json = (value) => JSON.stringify(value);
const namesOf = (field, endpoint) =>
  parameters.filter((parameter) => parameter[field]?.includes(endpoint)).map(({ name }) => name);

/** The table of request parameters as a module of the SDK. */
export function parametersModule() {
  const known = (endpoint) =>
    `{ ${namesOf("endpoints", endpoint)
      .map((name) => `${name}: true`)
      .join(", ")} }`;
  return `// Generated from ts/request-body/parameters.json by \`npm run types\`; change it there.
import type { ChatCompletionCreateParamsBase } from "../chat/params";
import type { ResponseCreateParamsBase } from "../responses/params";

/** Every documented parameter of a chat completion. One that is not in the type, or only there, does not compile. */
export const CHAT_PARAMETERS: Readonly<Record<keyof ChatCompletionCreateParamsBase | "stream", true>> = ${known("chat")};

/** The same for the Responses API. */
export const RESPONSES_PARAMETERS: Readonly<Record<keyof ResponseCreateParamsBase | "stream", true>> = ${known("responses")};

/** Parameters that not every provider accepts, by endpoint. */
export const OPTIONAL_PARAMETERS: Readonly<Record<"chat" | "responses", readonly string[]>> = {
  chat: ${json(namesOf("optional", "chat"))},
  responses: ${json(namesOf("optional", "responses"))},
};

/** Those that \`require_parameters\` looks at. */
export const REQUIRABLE_PARAMETERS: readonly string[] = ${json(parameters.filter(({ requirable }) => requirable).map(({ name }) => name))};
`;
}

/** The parameters that are options of the AI SDK provider, in its spelling, as a module of that. */
export function wireNamesModule() {
  const wireNames = (endpoint) =>
    `{ ${namesOf("provider_option", endpoint)
      .map((name) => `${camelCase(name)}: ${json(name)}`)
      .join(", ")} }`;
  return `// Generated from ts/request-body/parameters.json by \`npm run types\`; change it there.

/** Options of a chat model that are parameters of the request, with their names on the wire. */
export const CHAT_WIRE_NAMES = ${wireNames("chat")};

/** The same for a Responses model. */
export const RESPONSES_WIRE_NAMES = ${wireNames("responses")};
`;
}

const camelCase = (name) => name.replace(/_([a-z])/g, (_all, letter) => letter.toUpperCase());
