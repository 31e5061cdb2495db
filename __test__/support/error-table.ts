import { readJson } from "../house/repository";

/** `crates/auriko/error-codes.json`, as far as tests read it. */
export interface ErrorTable {
  readonly types: readonly {
    readonly type: string;
    readonly class: string;
    readonly class_by_status: Readonly<Record<string, string>>;
    readonly retryable: boolean;
  }[];
  readonly retry: { readonly statuses: readonly number[]; readonly statuses_from: number };
  readonly codes: readonly {
    readonly code: string;
    readonly type: string;
    /** 0: sent only inside a stream. */
    readonly status: number;
    readonly final: boolean;
  }[];
  readonly sdk_codes: readonly { readonly code: string }[];
  readonly failures: readonly {
    readonly kind: string;
    readonly phase: string | null;
    readonly class: string;
    readonly code: string;
    readonly retried: boolean;
    readonly retryable: boolean;
  }[];
}

/** The one table of error codes, failures and the retry rule. */
export const table = readJson<ErrorTable>("crates/auriko/error-codes.json");

/** Every code of the API with its class, and with whether it is worth another attempt. */
export const codes = table.codes.map(({ code, type: name, status, final }) => {
  const type = table.types.find((known) => known.type === name);
  if (type === undefined) throw new Error(`${code} has a type that is not in the table.`);
  const className = type.class_by_status[status] ?? type.class;
  return { code, type: name, status, className, retryable: type.retryable && !final };
});
