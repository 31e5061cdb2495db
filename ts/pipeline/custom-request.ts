import { invalidParameter } from "../errors";
import type { RequestOptions } from "../options/request-options";
import { mergeExtraBody } from "../request-body/merge-extra-body";
import { record, wrong } from "../validation/checks";
import { refuseUnknown } from "../validation/unknown-options";
import { queryString, staysBelow } from "./address";
import type { ApiRequest } from "./api-request";

/** A request to an endpoint that has no resource here. */
export interface CustomRequest {
  /** Default: `GET`. */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | undefined;
  /** Relative to the base URL, `/v1` not included: `/workspaces`. Ids in it have to be percent-encoded by the caller. */
  path: string;
  /** Fields of the query; arrays repeat their name. */
  query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>> | null | undefined;
  /** Sent as JSON. */
  body?: unknown;
}

type QueryValue = string | number | boolean | null | undefined;

const KNOWN: readonly (keyof CustomRequest)[] = ["method", "path", "query", "body"];
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The call that a custom request asks for. What is wrong with it is raised when the call runs. */
export function customRequest<T>(given: CustomRequest, options: RequestOptions | undefined): ApiRequest<T> {
  const check = () => {
    const request = record(given, "request");
    refuseUnknown(request, KNOWN, "request");
    return request as unknown as CustomRequest;
  };
  return {
    method: () => methodOf(check()),
    path: () => pathOf(check()),
    options,
    body: ({ extraBody }) => bodyOf(check().body, extraBody),
    // What such an endpoint answers with is its own affair.
    alsoGood: "any JSON",
    // Another form of the same question to a model: it costs what a chat completion does.
    billed: isModelCall(given),
  };
}

function isModelCall(given: unknown): boolean {
  const { method, path, body } = (given ?? {}) as Partial<CustomRequest>;
  return method === "POST" && path === "/messages" && typeof body === "object" && body !== null;
}

function methodOf({ method = "GET" }: CustomRequest): string {
  if (!METHODS.includes(method)) throw wrong("request.method", `one of ${METHODS.join(", ")}`, method);
  return method;
}

function pathOf({ path, query }: CustomRequest): string {
  if (typeof path !== "string" || !staysBelow(path)) {
    throw invalidParameter(
      "request.path",
      "`request.path` must be a path that begins with one slash and has no dots as a segment, such as /workspaces; it is added to the base URL.",
    );
  }
  const search = queryString(query);
  return path.includes("?") && search !== "" ? `${path}&${search.slice(1)}` : path + search;
}

function bodyOf(body: unknown, extraBody: Readonly<Record<string, unknown>> | undefined): unknown {
  if (extraBody === undefined) return body;
  const merged = { ...record(body ?? {}, "request.body") };
  mergeExtraBody(merged, extraBody);
  return merged;
}
