import { type ParseArgsConfig, parseArgs } from "node:util";
import { didYouMean } from "../validation/nearest-name";
import { UsageError } from "./usage-error";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options and the words beside them. */
export type CommandArguments<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/**
 * Reads the arguments of a command.
 * @throws UsageError for an option that it doesn't have, or has in another form.
 */
export function commandArguments<const O extends Options>(
  args: readonly string[],
  options: O,
): CommandArguments<O> {
  try {
    return parseArgs({
      args: withNegativeNumbers(args, options),
      options,
      allowPositionals: true,
    }) as CommandArguments<O>;
  } catch (cause) {
    throw new UsageError(wordsFor(cause, options));
  }
}

/** `--max-input -1` is a number that the option may refuse, and no option `-1`. */
function withNegativeNumbers(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  let isOpen = true;
  for (const argument of args) {
    const last = joined.at(-1) ?? "";
    const takesValue = isOpen && last.startsWith("--") && options[last.slice(2)]?.type === "string";
    if (takesValue && /^-[\d.]/.test(argument)) joined[joined.length - 1] = `${last}=${argument}`;
    else joined.push(argument);
    isOpen &&= argument !== "--";
  }
  return joined;
}

function wordsFor(cause: unknown, options: Options): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const option = /'(--?[^\s',=]+)/.exec(message)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return unknownOption(option, Object.keys(options));
  if (code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return message;
  const name = /--[\w-]+/.exec(message)?.[0] ?? option;
  if (options[name.slice(2)]?.type === "boolean") return `${name} takes no value.`;
  return `${name} needs a value; one that begins with a dash is written ${name}=-….`;
}

function unknownOption(option: string, names: readonly string[]): string {
  const letters = option.replace(/^-+/, "");
  const known = names.map((name) => `--${name}`);
  const begun = option.startsWith("--") ? undefined : known.find((name) => name.startsWith(`--${letters}`));
  const hint = begun === undefined ? didYouMean(option, known) : ` Did you mean \`${begun}\`?`;
  return `Unknown option ${option}.${hint}`;
}
