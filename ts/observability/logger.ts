import { logLevelFromEnvironment } from "../environment";
import { invalidParameter } from "../errors/client-side";
import { redactFields } from "../redaction";
import { wrong } from "../validation/checks";

/** From which level on is logged. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** One line of the log: what happened, and fields that say more. */
export interface LogEntry {
  readonly level: Exclude<LogLevel, "off">;
  /** What happened, in one line. */
  readonly message: string;
  /** The event that the line tells of: `start`, `retry`, `end`, …; `warning` for one of the server or of a listener. */
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What takes a message and fields, as `console` and most loggers do. */
export interface LeveledLogger {
  debug(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  error(message: string, ...rest: unknown[]): void;
}

/** A function of one entry, or an object with `debug`, `info`, `warn` and `error` that take a message and fields. */
export type Logger = ((entry: LogEntry) => void) | LeveledLogger;

/** Options that say what is logged. */
export interface LoggingOptions {
  /**
   * Where log lines go: a function of one entry, or an object with `debug`, `info`, `warn` and `error` that take a message
   * and fields. What it throws is swallowed. Default: standard error, one line of text for each entry.
   */
  logger?: Logger | null | undefined;
  /**
   * From which level on is logged: `error` has failures, `warn` also what the server warns of and what hooks throw, `info`
   * also each call and retry, `debug` everything, bodies included, cut to 2,000 characters. Credentials are masked.
   * Default: the environment variable `AURIKO_LOG`, and `off` without it.
   */
  logLevel?: LogLevel | null | undefined;
}

const LEVELS: readonly LogLevel[] = ["off", "error", "warn", "info", "debug"];
const NAMES = '"off", "error", "warn", "info" or "debug"';
/** The level "off". */
const NONE = 0;
const METHODS = ["debug", "info", "warn", "error"] as const;

/** Where the log of a client and its children goes. */
export class Log {
  readonly #logger: Logger | undefined;
  readonly #level: number;
  /** What was warned of already. */
  readonly #warned: Set<string>;

  private constructor(logger: Logger | undefined, level: number, warned: Set<string>) {
    this.#logger = logger;
    this.#level = level;
    this.#warned = warned;
  }

  /**
   * The log that options ask for; what they don't say is as in `base`.
   * @throws BadRequestError for a logger or a level that is none.
   */
  static resolve(given: Record<string, unknown>, base?: Log): Log {
    const inherited = base ?? new Log(undefined, NONE, new Set());
    const { logLevel, logger } = given;
    let level = base === undefined ? undefined : inherited.#level;
    if (logLevel !== undefined && logLevel !== null) level = levelOf(logLevel);
    return new Log(
      logger === undefined ? inherited.#logger : loggerOf(logger),
      level ?? levelOfEnvironment(),
      inherited.#warned,
    );
  }

  /** Whether anything is logged. */
  get on(): boolean {
    return this.#level > NONE;
  }

  /** Whether lines of this level are written. */
  writes(level: LogLevel): boolean {
    return LEVELS.indexOf(level) <= this.#level;
  }

  /** Writes a line. */
  write(
    level: LogEntry["level"],
    event: string,
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): void {
    if (!this.writes(level)) return;
    const redacted = redactFields({ event, ...fields }) as Record<string, unknown>;
    try {
      const written: unknown = writeTo(this.#logger, level, message, redacted);
      // A logger may be asynchronous; nobody else would hear of its rejection.
      if (written instanceof Promise) written.catch(() => {});
    } catch {
      // There is no other place to say it.
    }
  }

  /** Warns of something once, however often it happens to this client and its children. */
  warnOnce(kind: string, message: string, fields: Readonly<Record<string, unknown>>): void {
    if (!this.writes("warn") || this.#warned.has(kind)) return;
    if (this.#warned.size < MAX_KINDS) this.#warned.add(kind);
    this.write("warn", "warning", message, fields);
  }
}

/** A server that makes up new kinds must not fill the memory. */
const MAX_KINDS = 1000;

function writeTo(
  logger: Logger | undefined,
  level: LogEntry["level"],
  message: string,
  fields: Record<string, unknown>,
): unknown {
  // To standard error: what a program writes to its standard output may be read by another one.
  if (logger === undefined) return console.error(`auriko ${level}: ${message} ${JSON.stringify(fields)}`);
  if (typeof logger === "function") return logger({ level, message, ...fields } as LogEntry);
  return logger[level](message, fields);
}

function levelOf(value: unknown): number {
  const level = LEVELS.indexOf(value as LogLevel);
  if (level < 0) throw wrong("logLevel", NAMES, value);
  return level;
}

function levelOfEnvironment(): number {
  const name = logLevelFromEnvironment();
  if (name === undefined) return NONE;
  const level = LEVELS.indexOf(name.toLowerCase() as LogLevel);
  if (level < 0) {
    throw invalidParameter(
      "logLevel",
      `The environment variable AURIKO_LOG must be ${NAMES}, not "${name}".`,
    );
  }
  return level;
}

function loggerOf(value: unknown): Logger | undefined {
  if (value === null) return undefined;
  if (typeof value === "function") return value as Logger;
  if (typeof value !== "object")
    throw wrong("logger", "a function, or an object with debug, info, warn and error", value);
  for (const method of METHODS) {
    if (typeof Reflect.get(value as object, method) !== "function") {
      throw wrong(`logger.${method}`, "a function", Reflect.get(value as object, method));
    }
  }
  return value as LeveledLogger;
}
