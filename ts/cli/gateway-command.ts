import { startGateway } from "../../gateway/start-gateway";
import { VERSION } from "../version";
import type { CommandIo } from "./command-io";
import { type OptionNames, underTheirOptions } from "./option-errors";
import { parseGatewayArguments } from "./parse-gateway-arguments";
import { requestLine, requestRecord } from "./request-line";

/** A port that is taken is no fault of the command line, so that `port` and `host` are not here. */
const OPTION_NAMES: OptionNames = {
  allowedHosts: "--allow-host",
  apiKeys: "--key",
  catalogue: "--catalog",
  seed: "--seed",
  fault: "--fault",
  faults: "--fault",
  respond: "--reply",
  upstreams: "--upstream",
  byokProviders: "--byok",
  requestsPerMinute: "--rpm",
  record: "--record",
  replay: "--replay",
};

/** Runs `auriko gateway` until it is told to stop. */
export async function runGateway(args: readonly string[], io: CommandIo): Promise<number> {
  const { options, json } = parseGatewayArguments(args);
  const gateway = await underTheirOptions(OPTION_NAMES, () =>
    startGateway({
      ...options,
      keepRequests: 100,
      onRequest: (request) => io.print(json ? JSON.stringify(requestRecord(request)) : requestLine(request)),
    }),
  );
  const { baseUrl, apiKey } = gateway;
  if (json) {
    io.print(JSON.stringify({ event: "listening", baseUrl, apiKey, port: gateway.port, version: VERSION }));
  } else {
    for (const line of greeting(baseUrl, apiKey, options.upstreams !== undefined)) io.print(line);
  }
  await stopped(io.stop);
  await gateway.close();
  if (json) io.print(JSON.stringify({ event: "stopped" }));
  return 0;
}

function greeting(baseUrl: string, apiKey: string, real: boolean): string[] {
  return [
    `Auriko gateway ${VERSION}: ${real ? "real answers from the upstream" : "simulated answers"}`,
    `  base URL  ${baseUrl}`,
    `  page      ${baseUrl.replace(/v1$/, "")}`,
    `  key       ${apiKey}`,
    "To send programs there, paste this into their terminal:",
    ...exportLines({ AURIKO_BASE_URL: baseUrl, AURIKO_API_KEY: apiKey }),
    "Press Ctrl+C to stop.",
  ];
}

/** As the shell of this system takes them. */
function exportLines(variables: Record<string, string>): string[] {
  const set = process.platform === "win32" ? "set " : "export ";
  return Object.entries(variables).map(([name, value]) => `  ${set}${name}=${quoted(value)}`);
}

/** A value with signs that a shell would read as its own stands in quotes. */
function quoted(value: string): string {
  if (process.platform === "win32" || /^[\w.:/@%+=,-]*$/.test(value)) return value;
  return `'${value.replaceAll("'", "'\\''")}'`;
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
