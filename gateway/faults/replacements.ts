import { type Answer, failureAnswer, jsonAnswer, textAnswer } from "../server/answer";
import { ApiFailure, codeForStatus, typeForStatus } from "../server/api-failure";
import type { FaultOf, StatusFault } from "./fault";

/** An answer with any status. */
export function statusAnswer(fault: StatusFault): Answer {
  const code = fault.code ?? codeForStatus(fault.status);
  const headers = { ...fault.headers };
  if (fault.retryAfter !== undefined) headers["retry-after"] = String(fault.retryAfter);
  if (fault.status < 400) return textAnswer("", "text/plain", { status: fault.status, headers });
  return failureAnswer(
    new ApiFailure(code, fault.message ?? `Simulated failure with status ${fault.status}.`, {
      status: fault.status,
      ...((fault.type ?? fault.code === undefined) && { type: fault.type ?? typeForStatus(fault.status) }),
      param: fault.param ?? null,
      provider: fault.provider ?? null,
      ...(fault.suggestion !== undefined && { suggestion: fault.suggestion }),
      headers,
    }),
  );
}

/** A page such as a proxy shows. */
export function htmlAnswer({ status = 502 }: FaultOf<"html">): Answer {
  return textAnswer(htmlPage(status), "text/html; charset=utf-8", { status });
}

/** An error under a good status. */
export function errorBody({
  code = "upstream_error",
  message = "The provider failed.",
}: FaultOf<"error-body">): Answer {
  return jsonAnswer({ error: new ApiFailure(code, message).envelope });
}

/** An answer without a body. */
export function emptyAnswer({ status = 200 }: FaultOf<"empty">): Answer {
  return { status, headers: {}, frames: [], streaming: false };
}

function htmlPage(status: number): string {
  return `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status} Bad Gateway</h1></body></html>\n`;
}
