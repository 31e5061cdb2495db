import { describe, expect, test } from "vitest";
import * as sdk from "../../ts";
import { pages } from "../docs/blocks";
import { read } from "../house/repository";

const declarations = read("index.d.ts");
const guides = pages().map(read).join("\n");

/** The names of the members of an interface or a class, as the declarations have them. */
function membersOf(name: string): string[] {
  const start = declarations.search(new RegExp(`^export (declare class|interface) ${name}\\b`, "m"));
  const body = declarations.slice(start, declarations.indexOf("\n}", start));
  return [...body.matchAll(/^ {2}(?:readonly |get )?(\w+)(?:\??:|\(\):)/gm)].map(
    ([, member]) => member ?? "",
  );
}

const missing = (names: Iterable<string>, text: string): string[] =>
  [...names].filter((name) => !new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text));

/** What the Python client exports for use, its many classes of messages, answers and events aside. */
const pythonNames = [
  "Client AsyncClient Stream AsyncStream ResponseStream AsyncResponseStream ResponseHeaders parse_routing_metadata",
  "map_openai_error map_error_from_code is_retryable AurikoAPIError AurikoAsyncOpenAI RoutingOptions GatewayOptions",
  "RoutingMetadata CostInfo StructuredWarning StructuredWarningType Optimize Mode DataPolicy MetricPercentile",
  "merge_gateway_extra_body to_extra_body api_key base_url timeout max_retries close create list retrieve list_directory",
  "list_registry list_providers extra_body routing_metadata usage response_headers completed_response status_code type",
  "code param body request_id doc_url provider retry_after_seconds message",
].flatMap((line) => line.split(" "));

describe("a reader finds", () => {
  test("every error code of the API on the page about errors", () => {
    expect(missing(sdk.ERROR_CODES, read("docs/errors.md"))).toEqual([]);
  });

  test("every option of a client and of a request in the README", () => {
    const options = [
      ...membersOf("ClientOptions"),
      ...membersOf("RequestOptions"),
      ...membersOf("StreamRequestOptions"),
    ];
    expect(options).toEqual(expect.arrayContaining(["apiKey", "extraBody", "silentAbort"]));
    expect(missing(options, read("README.md"))).toEqual([]);
  });

  test("every routing option on the page about routing", () => {
    const options = membersOf("RoutingOptions");
    expect(options).toContain("require_parameters");
    expect(missing(options, read("docs/routing.md"))).toEqual([]);
  });

  test("every strategy, mode and policy on the page about routing", () => {
    const names = [sdk.Optimize, sdk.Mode, sdk.DataPolicy, sdk.MetricPercentile].flatMap((one) =>
      Object.values(one),
    );
    expect(missing(names, read("docs/routing.md"))).toEqual([]);
  });

  test("every header accessor on the page about cost", () => {
    const accessors = membersOf("ResponseHeaders");
    expect(accessors).toContain("budgetExceeded");
    expect(missing(accessors, read("docs/cost.md"))).toEqual([]);
  });

  test("every field of an error on the page about errors", () => {
    const fields = membersOf("AurikoAPIError");
    expect(fields).toContain("retryAfterSeconds");
    expect(missing(fields, read("docs/errors.md"))).toEqual([]);
  });

  test("every public name of the Python client in the comparison", () => {
    expect(missing(pythonNames, read("docs/parity.md"))).toEqual([]);
  });

  test("everything that the package exports in some guide", () => {
    expect(missing(Object.keys(sdk), guides)).toEqual([]);
  });
});
