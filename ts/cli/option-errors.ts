import { BadRequestError } from "../errors";
import { UsageError } from "./usage-error";

/** Options of the command line by the parameters of the SDK that they are handed on as. */
export type OptionNames = Readonly<Record<string, string>>;

/**
 * Does something with what came from the command line.
 * @throws UsageError that names the option where the SDK, or the server, refuses a parameter.
 */
export async function underTheirOptions<T>(names: OptionNames, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw usageErrorOf(error, names) ?? error;
  }
}

function usageErrorOf(error: unknown, names: OptionNames): UsageError | undefined {
  if (!(error instanceof BadRequestError) || error.param === null) return undefined;
  const path = error.param.replace(/^params\./, "");
  const name = path.split(/[.[]/)[0] ?? "";
  const option = Object.hasOwn(names, name) ? names[name] : undefined;
  if (option === undefined) return undefined;
  const message = error.message.replaceAll(`\`${error.param}\``, option).replaceAll(`\`${name}\``, option);
  return new UsageError(message.includes(option) ? message : `${option}: ${message}`);
}
