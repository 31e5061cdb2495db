import { ResponseHeaders } from "../../../ts/response-headers";
import { parseRoutingMetadata } from "../../../ts/routing/parse-routing-metadata";
import { check, type Target } from "../target";

/** Headers and routing metadata are read as far as they can be, and nothing of them throws. The last line is the answer. */
export const answers: Target = {
  seeds: [
    'x-request-id: r\nretry-after: 3\nx-ratelimit-limit-requests: 9\n{"routing_metadata":{"provider":"p","cost":{"usd":1}}}',
    'x-budget-daily-limit: 1.5\nx-budget-daily-spend: 2\nx-credits-balance-microdollars: 5\n{"routing_metadata":null}',
    '{"routing_metadata":{"warnings":["a",{"code":"b"}],"candidates":[]}}',
  ],
  words: [
    "retry-after: ",
    "x-budget-weekly-limit: ",
    '"routing_metadata"',
    '"cost"',
    '"warnings"',
    "1e3",
    "0x10",
  ],
  read(text) {
    const lines = text.split("\n");
    const body = lines.pop() ?? "";
    const headers = ResponseHeaders.parse(lines.join("\n"));
    check(typeof JSON.stringify([headers, headers.budgets, headers.budgetExceeded]) === "string", "no JSON");
    for (const [name, value] of headers)
      check(headers.get(name) === value, "a header is not found by its name");
    let answer: unknown = body;
    try {
      answer = JSON.parse(body);
    } catch {
      // A text is as good as anything else here.
    }
    parseRoutingMetadata(answer);
  },
};
