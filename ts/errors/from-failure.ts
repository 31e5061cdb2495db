import type { NativeFailure } from "../native/records";
import { ResponseHeaders } from "../response-headers";
import { APIUserAbortError } from "./api-user-abort-error";
import { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
import { APIConnectionError, APITimeoutError, StreamDroppedError } from "./connection-errors";
import { errorFromEnvelope } from "./from-envelope";
import { isRetryableFailure } from "./retry-rule";
import { APIStatusError, BadRequestError } from "./status-errors";

/**
 * The error that a failure of the core becomes. `reason` is the abort signal's reason, for kind `cancelled`.
 *
 * A connection that breaks after the response headers is a `StreamDroppedError`, whether the body was a stream of
 * events or one JSON document: in both cases the provider has worked and an answer was lost. An answer above the size
 * cap is an `APIStatusError` with code `invalid_response`: the server did answer, and asking again won't make it smaller.
 */
export function errorFromFailure(failure: NativeFailure, reason?: unknown): AurikoAPIError {
  switch (failure.kind) {
    case "status":
      return statusError(failure);
    case "timeout":
      return timeoutError(failure);
    case "cancelled":
      return abortError(failure, reason);
    case "config":
      return configError(failure);
    case "too_large":
      return new APIStatusError(`The answer is larger than the SDK accepts: ${failure.message}.`, {
        ...common(failure),
        type: "api_error",
        code: "invalid_response",
      });
    case "queue_full":
      return queueFull(failure);
    case "panic":
      return new APIConnectionError(
        `The native core failed: ${failure.message}. This is a defect of the SDK, please report it.`,
        { ...common(failure), retryable: false },
      );
    default:
      return connectionError(failure, failure.kind);
  }
}

type ConnectionKind = "connect" | "tls" | "proxy" | "network" | "protocol" | "redirect" | "resources";

const fix: Readonly<Record<ConnectionKind, string>> = {
  connect:
    " Check the network, `baseUrl`, and whether a proxy is needed (HTTPS_PROXY or the `proxy` option).",
  tls: " Check host and port in `baseUrl`; if an authority of your own stands behind the server, give its certificate with the `ca` option or NODE_EXTRA_CA_CERTS.",
  proxy: " Check that the proxy runs and lets you through: HTTPS_PROXY, NO_PROXY or the `proxy` option.",
  network: " That was before an answer came.",
  protocol: " Check that `baseUrl` points to the API, which answers with valid HTTP.",
  redirect: "",
  resources:
    " Raise the limits on open files and threads (`ulimit -n`, `ulimit -u`) or the memory of the container, or send fewer requests at a time.",
};

function connectionError(failure: NativeFailure, kind: ConnectionKind): APIConnectionError {
  if (failure.inBody) {
    return new StreamDroppedError(brokenOff(failure, kind), common(failure));
  }
  const message = `${whatFailed(failure, kind)}${because(failure)}.${adviceFor(kind, failure)}`;
  return new APIConnectionError(message, {
    ...common(failure),
    retryable: failure.retryable ?? isRetryableFailure(kind),
  });
}

/** What is no valid HTTP, or can't be unpacked, came over a connection that did not break. */
function brokenOff(failure: NativeFailure, kind: ConnectionKind): string {
  const { message } = failure;
  const why = `${message}${because(failure)}`;
  return kind === "protocol"
    ? `${why.charAt(0).toUpperCase()}${why.slice(1)}. The answer was not complete.`
    : `The connection broke inside the answer: ${why}. It was not complete.`;
}

function whatFailed(failure: NativeFailure, kind: ConnectionKind): string {
  const { message } = failure;
  if (kind === "redirect") return `A redirect was not followed${afterAttempts(failure)}: ${message}`;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${afterAttempts(failure)}`;
}

/** The innermost reason, which is the one that can be mended. */
function because({ message, chain }: NativeFailure): string {
  const innermost = chain.at(-1)?.replace(/\.$/, "");
  return innermost === undefined || message.includes(innermost) ? "" : `: ${innermost}`;
}

/** What to do, by what the innermost reason is about; it is the reader who is told, nothing is decided by it. */
const advice: readonly (readonly [about: RegExp, what: string])[] = [
  [
    /failed to lookup|dns error|name resolution|name or service not known/i,
    " Check the host in `baseUrl`, and the DNS of this network.",
  ],
  [
    /connection refused/i,
    " Nothing listens there: check host and port in `baseUrl`, and that the server runs.",
  ],
  [
    /certificate.*expired|expired.*certificate|not valid yet/i,
    " The server has to renew its certificate; also check this machine's clock.",
  ],
  [
    /CaUsedAsEndEntity|self.signed/i,
    " The server has signed its certificate itself: give that with the `ca` option or NODE_EXTRA_CA_CERTS.",
  ],
  [
    /not valid for (any )?name|NotValidForName|certificate not valid for/i,
    " The certificate is for another host: check `baseUrl`.",
  ],
  [
    /UnknownIssuer/,
    " No authority that is trusted here vouches for its certificate. If a proxy here inspects traffic, or the server has signed its own, give that certificate with the `ca` option or NODE_EXTRA_CA_CERTS.",
  ],
  [
    /corrupt message of type InvalidContentType/,
    " The server speaks no TLS there, but probably plain HTTP: write http:// in `baseUrl`, or the port that speaks TLS.",
  ],
  [
    /alert: (CertificateRequired|BadCertificate|UnsupportedCertificate|CertificateRevoked|CertificateExpired|CertificateUnknown|UnknownCA|AccessDenied)/,
    " The server wants to know who calls, and does not take the certificate of this client, or misses one: give it with `cert` and `key`.",
  ],
  [
    /alert: (ProtocolVersion|HandshakeFailure|InsufficientSecurity|NoApplicationProtocol)|peer is incompatible|any known protocol/,
    " The server and this client have no version or cipher of TLS in common (this one speaks TLS 1.2 and 1.3), or the server misses a certificate of the client (`cert` and `key`).",
  ],
  [
    /tls handshake eof/i,
    " The server closed the connection in the TLS handshake: check that `baseUrl` names a port that speaks TLS, and that nothing on the way cuts it off.",
  ],
];

function adviceFor(kind: ConnectionKind, { message, chain }: NativeFailure): string {
  if (kind !== "connect" && kind !== "tls") return fix[kind];
  // Whoever is not reached on the way through a proxy is the proxy.
  if (kind === "connect" && message.includes(" through the proxy ")) return fix.proxy;
  const told = [message, ...chain].join("\n");
  return advice.find(([about]) => about.test(told))?.[1] ?? fix[kind];
}

const waitedFor: Readonly<Record<NonNullable<NativeFailure["phase"]>, string>> = {
  connect: "No connection was made",
  headers: "The server sent no response headers",
  idle: "Nothing more came of the answer",
  body: "The answer was not complete",
  total: "The request was not complete",
};

function timeoutError(failure: NativeFailure): APITimeoutError {
  const phase = failure.phase ?? "total";
  const limit = failure.limitMs === undefined ? "" : ` within ${failure.limitMs} ms`;
  const billed =
    phase === "headers"
      ? " If the request had reached it by then, the provider may have done the work, and billed it, all the same."
      : "";
  // A whole body may take twice as long as silence.
  const option = phase === "body" ? "timeout.idle" : `timeout.${phase}`;
  const which = phase === "body" ? "twice timeout.idle" : option;
  const message = `${waitedFor[phase]}${limit} (${which})${afterAttempts(failure)}.${billed} Raise \`${option}\` to wait longer, or set it to false.`;
  return new APITimeoutError(message, { ...common(failure), phase, limitMs: failure.limitMs });
}

function abortError(failure: NativeFailure, reason: unknown): APIUserAbortError {
  const why =
    reason instanceof Error ? reason.message : typeof reason === "string" ? reason : failure.message;
  const { cause, ...init } = common(failure);
  return new APIUserAbortError(why === "" ? "The request was aborted." : `The request was aborted: ${why}`, {
    ...init,
    cause: reason ?? cause,
  });
}

function configError(failure: NativeFailure): BadRequestError {
  return new BadRequestError(
    `The network configuration can't be used: ${failure.message}. Check \`proxy\`, \`ca\` and \`baseUrl\`, and HTTPS_PROXY and NODE_EXTRA_CA_CERTS.`,
    {
      ...common(failure),
      statusCode: 400,
      type: "invalid_request_error",
      code: "invalid_parameter_value",
    },
  );
}

function queueFull(failure: NativeFailure): AurikoAPIError {
  return new AurikoAPIError(
    `The request was not sent: ${failure.message}. Send fewer at a time, or raise \`limits.maxQueue\`.`,
    { ...common(failure), code: "queue_full", retryable: true },
  );
}

function statusError(failure: NativeFailure): AurikoAPIError {
  const error = errorFromEnvelope({
    status: failure.status ?? 0,
    headers: failure.headers ?? null,
    body: failure.body ?? "",
    attempts: failure.attempts,
  });
  if (failure.retryDelayTooLong) {
    const seconds = error.retryAfterSeconds;
    const wait = seconds === null ? `until ${error.responseHeaders?.get("retry-after")}` : `${seconds} s`;
    appendToMessage(
      error,
      ` (The server asks to wait ${wait}, longer than \`maxRetryDelay\`; raise that to have the SDK wait.)`,
    );
  }
  return error;
}

/** The stack repeats the message, so both are kept in step. */
function appendToMessage(error: Error, addition: string): void {
  const before = error.message;
  error.message += addition;
  if (error.stack !== undefined) error.stack = error.stack.replace(before, () => error.message);
}

function common(failure: NativeFailure): ErrorInit {
  return {
    statusCode: failure.status ?? 0,
    attempts: failure.attempts,
    responseHeaders: failure.headers === undefined ? null : ResponseHeaders.parse(failure.headers),
    cause: causeOf(failure.chain),
  };
}

function afterAttempts({ attempts }: NativeFailure): string {
  return attempts > 1 ? ` after ${attempts} attempts` : "";
}

function causeOf(chain: readonly string[]): Error | undefined {
  return chain.reduceRight<Error | undefined>((cause, message) => {
    const error = new Error(message, cause === undefined ? undefined : { cause });
    // These errors come from Rust; a JavaScript stack would point at this function and mean nothing.
    error.stack = `Error: ${message}`;
    return error;
  }, undefined);
}
