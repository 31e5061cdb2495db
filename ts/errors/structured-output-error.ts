import { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
import { type Brand, type brand, brandClass } from "./brand";

/**
 * Why an answer could not be read as the asked-for data:
 * - `refusal`: the model refused to answer
 * - `truncated`: the answer ended at the token limit
 * - `content_filter`: a filter stopped the answer
 * - `invalid_json`: the answer is complete but no JSON
 * - `mismatch`: it is JSON that the validator refuses
 */
export type StructuredOutputReason = "refusal" | "truncated" | "content_filter" | "invalid_json" | "mismatch";

/** What a validator objects to. */
export interface StructuredOutputIssue {
  /** Where in the data, for example `items[0].price`; empty for the whole. */
  path: string;
  message: string;
}

/** What is known about data that could not be read. */
export interface StructuredOutputErrorInit extends ErrorInit {
  reason: StructuredOutputReason;
  text?: string | null | undefined;
  issues?: readonly StructuredOutputIssue[] | undefined;
}

/** The model answered, but not with the asked-for data; `partial` holds the whole answer. */
export class StructuredOutputError extends AurikoAPIError {
  declare readonly [brand]: Brand<"AurikoAPIError" | "StructuredOutputError">;
  /** Why the data could not be read. */
  readonly reason: StructuredOutputReason;
  /** The text of the answer, or of the refusal. */
  readonly text: string | null;
  /** What the validator objects to, for `mismatch`. */
  readonly issues: readonly StructuredOutputIssue[];
  static {
    brandClass(StructuredOutputError, "StructuredOutputError");
  }

  constructor(message: string, init: StructuredOutputErrorInit) {
    super(message, {
      ...init,
      statusCode: init.statusCode ?? 200,
      code: init.code ?? `structured_output_${init.reason}`,
      retryable: init.retryable ?? false,
    });
    this.reason = init.reason;
    this.text = init.text ?? null;
    this.issues = init.issues ?? [];
  }
}
