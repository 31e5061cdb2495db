import { invalidParameter } from "../../ts/errors/client-side";
import { aFunction, anything, type FieldCheck } from "../call/field-checks";
import { checkGiven } from "../check-given";
import { ApiFailure } from "../server/api-failure";
import type { RecordedRequest } from "../server/recorded-request";
import type { Fault, FaultLike } from "./fault";
import { parseFaults } from "./parse-fault";

/** The request header that asks for a fault in its short form; several are separated by commas. */
export const FAULT_HEADER = "x-gateway-fault";

/** A fault with the requests that it applies to. */
export interface FaultRule {
  readonly fault: FaultLike | readonly FaultLike[];
  /** How many matching requests it applies to. Default: all. */
  readonly times?: number;
  /** Applies to every n-th matching request only. Default 1. */
  readonly every?: number;
  /** Which requests it applies to. Default: all. */
  readonly when?: (request: RecordedRequest) => boolean;
}

interface ActiveRule {
  readonly faults: readonly Fault[];
  readonly every: number;
  readonly when: ((request: RecordedRequest) => boolean) | undefined;
  left: number;
  seen: number;
}

/** Decides which faults apply to which request. */
export class FaultBook {
  readonly #standing: ActiveRule[];
  readonly #next: ActiveRule[] = [];

  constructor(rules: readonly (FaultLike | FaultRule)[]) {
    this.#standing = rules.map((rule, index) => activate(asRule(rule), `faults[${index}]`));
  }

  /** Lets the next requests that match fail; rules added this way come before standing ones and are used up in order. */
  failNext(rule: FaultRule): void {
    this.#next.push(activate({ times: 1, ...rule }, "fault"));
  }

  /** Forgets the rules added by {@link failNext} that have not been used yet. */
  clear(): void {
    this.#next.length = 0;
  }

  /**
   * The faults for `request`: from its own header, else from `failNext`, else from the standing rules. Only who has a
   * key may ask for one by the header.
   */
  take(request: RecordedRequest, hasKey: boolean): readonly Fault[] {
    const header = hasKey ? request.headers[FAULT_HEADER] : undefined;
    if (header !== undefined) return fromHeader(header);
    for (const rule of this.#next) {
      if (!matches(rule, request)) continue;
      if (rule.left <= 0) this.#next.splice(this.#next.indexOf(rule), 1);
      return rule.faults;
    }
    return this.#standing.filter((rule) => matches(rule, request)).flatMap((rule) => rule.faults);
  }
}

function fromHeader(header: string): readonly Fault[] {
  try {
    return parseFaults(header, FAULT_HEADER);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ApiFailure("invalid_request", message, { param: FAULT_HEADER });
  }
}

function asRule(rule: FaultLike | FaultRule): FaultRule {
  return typeof rule === "object" && "fault" in rule ? rule : { fault: rule };
}

const CHECKS: Readonly<Record<keyof FaultRule, FieldCheck>> = {
  fault: anything,
  times: anything,
  every: anything,
  when: aFunction,
};

function activate(rule: FaultRule, param: string): ActiveRule {
  checkGiven(rule, CHECKS, { what: "A rule for faults has no field", param });
  for (const name of ["times", "every"] as const) {
    const value = rule[name];
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      throw invalidParameter(`${param}.${name}`, `${name} must be a whole number of at least 1.`);
    }
  }
  return {
    faults: parseFaults(rule.fault, param),
    every: rule.every ?? 1,
    when: rule.when,
    left: rule.times ?? Number.POSITIVE_INFINITY,
    seen: 0,
  };
}

function matches(rule: ActiveRule, request: RecordedRequest): boolean {
  if (rule.left <= 0 || rule.when?.(request) === false) return false;
  rule.seen += 1;
  if (rule.seen % rule.every !== 0) return false;
  rule.left -= 1;
  return true;
}
