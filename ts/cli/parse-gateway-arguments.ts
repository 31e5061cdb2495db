import { readFileSync } from "node:fs";
import type { Catalogue } from "../../gateway/catalogue/catalogue";
import type { LocalGatewayOptions } from "../../gateway/local-gateway-options";
import { checkApiKey } from "../options/client-options";
import { commandArguments } from "./command-arguments";
import { numberOption } from "./number-option";
import { UsageError } from "./usage-error";

/** What the command line of `auriko gateway` asks for. */
export interface GatewayArguments {
  readonly options: LocalGatewayOptions;
  readonly json: boolean;
}

/** The options of `auriko gateway`. */
export const GATEWAY_OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  "allow-host": { type: "string", multiple: true },
  key: { type: "string" },
  catalog: { type: "string" },
  pace: { type: "string" },
  seed: { type: "string" },
  fault: { type: "string", multiple: true },
  reply: { type: "string" },
  upstream: { type: "string" },
  model: { type: "string", multiple: true },
  "upstream-key-env": { type: "string" },
  byok: { type: "string", multiple: true },
  rpm: { type: "string" },
  record: { type: "string" },
  replay: { type: "string" },
  compatibility: { type: "string" },
  http2: { type: "boolean" },
  json: { type: "boolean" },
} as const;

const DEFAULT_PORT = 8787;

/** Reads the command line of `auriko gateway`. */
export function parseGatewayArguments(args: readonly string[]): GatewayArguments {
  const { values, positionals } = commandArguments(args, GATEWAY_OPTIONS);
  if (positionals.length > 0) {
    throw new UsageError(`auriko gateway takes no words, only options: ${positionals[0]}`);
  }
  const pace = values.pace ?? "real";
  if (pace !== "real" && pace !== "instant") throw new UsageError("--pace must be real or instant.");
  const { compatibility = "auriko" } = values;
  if (compatibility !== "auriko" && compatibility !== "openai") {
    throw new UsageError("--compatibility must be auriko or openai.");
  }
  const seed = numberOption("--seed", values.seed, { whole: true });
  const rpm = numberOption("--rpm", values.rpm, { whole: true });
  return {
    json: values.json === true,
    options: {
      port: numberOption("--port", values.port, { to: 65_535, whole: true }) ?? DEFAULT_PORT,
      pace,
      http2: values.http2 === true,
      compatibility,
      ...(values.host !== undefined && { host: values.host }),
      ...(values["allow-host"] !== undefined && { allowedHosts: values["allow-host"] }),
      ...(values.key !== undefined && { apiKeys: [checkedKey(values.key)] }),
      ...(values.catalog !== undefined && { catalogue: readCatalogue(values.catalog) }),
      ...(seed !== undefined && { seed }),
      ...(rpm !== undefined && { requestsPerMinute: rpm }),
      ...(values.fault !== undefined && { faults: values.fault }),
      ...(values.reply !== undefined && { respond: values.reply }),
      ...(values.byok !== undefined && { byokProviders: values.byok }),
      ...(values.record !== undefined && { record: values.record }),
      ...(values.replay !== undefined && { replay: values.replay }),
      ...upstreams(values.upstream, values.model, values["upstream-key-env"]),
    },
  };
}

/** A key that clients refuse would be of no use. */
function checkedKey(key: string): string {
  try {
    return checkApiKey(key);
  } catch {
    throw new UsageError(
      "--key must be letters, digits and signs without blanks, as clients send it in a header.",
    );
  }
}

function upstreams(
  upstream: string | undefined,
  models: readonly string[] | undefined,
  keyEnv: string | undefined,
): Pick<LocalGatewayOptions, "upstreams"> {
  if (upstream === undefined) {
    if (models !== undefined)
      throw new UsageError("--model names a model of the upstream; give --upstream too.");
    if (keyEnv !== undefined) throw new UsageError("--upstream-key-env needs --upstream.");
    return {};
  }
  const [named, provider = "upstream", baseUrl = upstream] = /^([\w-]+)=(.*)$/.exec(upstream) ?? [];
  if (!/^https?:\/\/./i.test(baseUrl)) {
    throw new UsageError(
      "--upstream must be an address with http:// or https://, for example http://127.0.0.1:11434/v1.",
    );
  }
  if (named === undefined && models === undefined) {
    throw new UsageError("--upstream needs --model, which names a model that it serves.");
  }
  return {
    upstreams: {
      [provider]: {
        baseUrl,
        ...(models !== undefined && { models }),
        ...(keyEnv !== undefined && { apiKeyEnv: keyEnv }),
      },
    },
  };
}

function readCatalogue(file: string): Catalogue {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
  } catch (cause) {
    throw new UsageError(
      `--catalog ${file} can't be read: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}
