import { completion, hello, type Scenario } from "../scenario";

/** The request of every chat scenario. */
const asked = {
  method: "POST",
  path: "/v1/chat/completions",
  authorization: "Bearer ak_test_parity",
  contentType: "application/json",
  body: hello,
};

/** Where it leads, without the body. */
const moved = { method: "GET", path: "/v1/moved", authorization: "Bearer ak_test_parity", body: null };

/** Redirects, within the origin and away from it. */
export const redirects: readonly Scenario[] = [
  ...[307, 308].map(redirected),
  ...[301, 302, 303].map(
    (status): Scenario => ({
      ...redirected(status),
      differs: {
        row: "redirected-posts",
        ours: { sent: [asked, moved] },
        theirs: { sent: [asked, { ...moved, contentType: "application/json" }] },
      },
    }),
  ),
  {
    title: "a redirect to another origin",
    call: "chat",
    params: hello,
    replies: [{ status: 307, headers: { location: "http://localhost:9/v1/chat/completions" }, body: {} }],
    differs: {
      row: "redirects",
      ours: {
        "error.class": "APIStatusError",
        "error.status": 307,
        "error.code": "malformed_response",
        "error.body": {},
        requests: 1,
      },
      theirs: {
        "error.class": "APIConnectionError",
        "error.status": 0,
        "error.code": "api_connection_error",
        "error.body": null,
        requests: 3,
      },
    },
  },
];

function redirected(status: number): Scenario {
  return {
    title: `a redirect with status ${status} to the same origin`,
    call: "chat",
    params: hello,
    replies: [{ status, headers: { location: "/v1/moved" }, body: {} }, { body: completion }],
  };
}
