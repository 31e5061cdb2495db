import { AurikoAPIError, errorFromFailure } from "../../../ts/errors";
import { check, type Target } from "../target";

const envelope = (fields: object) =>
  JSON.stringify({
    error: { message: "No.", type: "api_error", code: "upstream_error", param: null, ...fields },
  });

/** Whatever an answer with an error status holds, it becomes an error of ours with a message. The first line is its head. */
export const errorBodies: Target = {
  seeds: [
    `429 retry-after: 1\n${envelope({ type: "rate_limit_error" })}`,
    `500 content-type: text/html\n<html><body>Bad gateway</body></html>`,
    '400 x-request-id: req\n{"message":"flat","code":7}',
    `404 x: y\n${envelope({ details: [{ a: { b: 1 } }], provider: "p" })}`,
    "503 retry-after-ms: 5\n[1]",
  ],
  words: [
    '"error"',
    '"message"',
    '"type"',
    '"code"',
    '"param"',
    '"provider"',
    '"detail"',
    '"errors"',
    "retry-after: ",
  ],
  read(text) {
    const end = text.indexOf("\n");
    const [head, body] = end < 0 ? ["", text] : [text.slice(0, end), text.slice(end + 1)];
    const status = 400 + (Number.parseInt(head, 10) % 200 || 0);
    const headers = head.replace(/^\d+ ?/, "");
    const error = errorFromFailure(
      { kind: "status", message: "", chain: [], attempts: 1, inBody: false, status, headers, body },
      undefined,
    );
    check(error instanceof AurikoAPIError, "no error of ours");
    check(typeof error.message === "string" && error.message !== "", "no message");
    check(typeof JSON.stringify(error) === "string", "it can't be written down");
  },
};
