import { invalidParameter } from "../../ts/errors/client-side";
import type { Fault, FaultKind, FaultLike } from "./fault";

type FieldType = "number" | "text" | "flag" | "number-or-text" | "headers";

const POSITION = { at: "text", after: "number" } as const;

/** The fields of every kind, by the names used in objects. */
const FIELDS: Readonly<Record<FaultKind, Readonly<Record<string, FieldType>>>> = {
  status: {
    status: "number",
    code: "text",
    type: "text",
    message: "text",
    param: "text",
    provider: "text",
    suggestion: "text",
    retryAfter: "number-or-text",
    headers: "headers",
  },
  refuse: { forMs: "number" },
  reset: { ...POSITION, scope: "text" },
  close: POSITION,
  stall: { ...POSITION, forMs: "number" },
  delay: { ms: "number" },
  truncate: { after: "number", finish: "flag" },
  "omit-done": {},
  "malformed-json": { after: "number" },
  "error-event": { after: "number", code: "text", message: "text" },
  html: { status: "number" },
  "error-body": { code: "text", message: "text" },
  empty: { status: "number" },
  drip: { bytes: "number", everyMs: "number" },
  "split-utf8": {},
  "huge-event": { bytes: "number", after: "number" },
  "wrong-length": { by: "number" },
  "events-after-end": { count: "number" },
  "keep-alive": { everyMs: "number", forMs: "number", after: "number" },
  "line-endings": { eol: "text" },
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  at: ["start", "headers", "event"],
  scope: ["connection", "stream"],
  eol: ["crlf", "cr"],
};

/** The longest that a timer of Node waits, 24.8 days. */
const LONGEST_MS = 2_147_483_647;

/** A fault spoils an answer, not the gateway: none of them takes more memory or time than there is. */
const LARGEST: Readonly<Record<string, number>> = {
  bytes: 67_108_864,
  count: 100_000,
  by: 1_000_000_000,
  ms: LONGEST_MS,
  forMs: LONGEST_MS,
  everyMs: LONGEST_MS,
};

/** The kinds of fault, for messages and help texts. */
export const FAULT_KINDS = Object.keys(FIELDS) as readonly FaultKind[];

/**
 * Reads a fault in either form and checks it.
 *
 * @throws BadRequestError naming `param` when the kind or one of its fields is unknown or out of range
 */
export function parseFault(fault: FaultLike, param = "fault"): Fault {
  return checkFault(typeof fault === "string" ? fromText(fault, param) : { ...fault }, param);
}

/** Reads several faults, separated by commas in the short form. */
export function parseFaults(faults: FaultLike | readonly FaultLike[], param = "fault"): Fault[] {
  const list = typeof faults === "string" ? faults.split(",") : Array.isArray(faults) ? faults : [faults];
  return list.map((fault) => parseFault(fault, param));
}

function fromText(text: string, param: string): Record<string, unknown> {
  const [head = "", ...pairs] = text.split(";").map((part) => part.trim());
  const fault: Record<string, unknown> = /^\d{3}$/.test(head)
    ? { kind: "status", status: Number(head) }
    : { kind: head };
  const fields = FIELDS[fault.kind as FaultKind] ?? {};
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const name = camelCase(cut < 0 ? pair : pair.slice(0, cut));
    const value = cut < 0 ? "true" : pair.slice(cut + 1).trim();
    fault[name] = fieldFromText(fields[name], value, `${param}.${name}`);
  }
  return fault;
}

function fieldFromText(type: FieldType | undefined, value: string, param: string): unknown {
  if (type === "flag") return value !== "false";
  if (type === "headers")
    throw invalidParameter(param, "Headers can only be given in the object form of a fault.");
  const numeric = value !== "" && Number.isFinite(Number(value));
  return (type === "number" || type === "number-or-text") && numeric ? Number(value) : value;
}

function checkFault(fault: Record<string, unknown>, param: string): Fault {
  const kind = fault.kind;
  if (typeof kind !== "string" || !Object.hasOwn(FIELDS, kind)) {
    throw invalidParameter(
      param,
      `Unknown fault ${JSON.stringify(kind)}; use a status such as "503", or one of ${FAULT_KINDS.join(", ")}.`,
    );
  }
  const fields = FIELDS[kind as FaultKind];
  for (const [name, value] of Object.entries(fault)) {
    if (name === "kind" || value === undefined) continue;
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) {
      const known = Object.keys(fields).join(", ") || "none";
      throw invalidParameter(`${param}.${name}`, `A ${kind} fault has no field ${name}; it has: ${known}.`);
    }
    checkField(name, type, value, `${param}.${name}`);
  }
  if (kind === "status") checkStatus(fault.status, `${param}.status`);
  if (kind === "delay" && fault.ms === undefined) throw invalidParameter(`${param}.ms`, "A delay needs ms.");
  if (kind === "line-endings" && fault.eol === undefined) {
    throw invalidParameter(`${param}.eol`, "line-endings needs eol: crlf or cr.");
  }
  return fault as unknown as Fault;
}

function checkField(name: string, type: FieldType, value: unknown, param: string): void {
  const choices = CHOICES[name];
  if (choices !== undefined && !choices.includes(value as string)) {
    throw invalidParameter(param, `${name} must be one of ${choices.join(", ")}.`);
  }
  if (
    type === "number" &&
    (typeof value !== "number" || !Number.isFinite(value) || (value < 0 && name !== "by"))
  ) {
    throw invalidParameter(param, `${name} must be a number that is not negative.`);
  }
  const most = Object.hasOwn(LARGEST, name) ? LARGEST[name] : undefined;
  if (typeof value === "number" && most !== undefined && (value > most || !Number.isInteger(value))) {
    throw invalidParameter(param, `${name} must be a whole number of at most ${most}.`);
  }
  if (name === "status") checkStatus(value, param);
}

function checkStatus(value: unknown, param: string): void {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 200 || value > 599) {
    throw invalidParameter(param, "status must be an integer from 200 to 599.");
  }
}

function camelCase(name: string): string {
  return name.trim().replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
