import { builtinModule } from "../builtin-module";
import { invalidParameter } from "../errors";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Certificates in PEM, one text or several, each with any number of certificates.
 * @throws BadRequestError for a text without one that can be read.
 */
export function resolveCertificates(value: unknown): readonly string[] {
  if (value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item, index) => {
    const pem = item instanceof Uint8Array ? Buffer.from(item).toString("utf8") : item;
    if (typeof pem === "string" && pem.match(CERTIFICATE)?.some(isReadable)) return pem;
    const path = Array.isArray(value) ? `ca[${index}]` : "ca";
    throw invalidParameter(
      path,
      `\`${path}\` must be a certificate in PEM form (-----BEGIN CERTIFICATE-----).`,
    );
  });
}

/** A client certificate and its key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/**
 * The certificate that a client shows, and its key; those of `base` where neither is given, none where `cert` is `null`.
 * @throws BadRequestError for one without the other, and for a pair that can't be used, without showing either.
 */
export function resolveIdentity(
  cert: unknown,
  key: unknown,
  base: Identity | undefined,
): Identity | undefined {
  if (cert === undefined && key === undefined) return base;
  if ((cert ?? null) === null && (key ?? null) === null) return undefined;
  const identity = { cert: textOf(cert), key: textOf(key) };
  const { X509Certificate, createPrivateKey } = builtinModule<typeof import("node:crypto")>("node:crypto");
  const certificate = attempt(() => new X509Certificate(identity.cert));
  if (certificate === undefined) {
    throw invalidParameter(
      "cert",
      "`cert` must be a certificate in PEM form (-----BEGIN CERTIFICATE-----), given together with `key`.",
    );
  }
  const privateKey = attempt(() => createPrivateKey(identity.key));
  if (privateKey === undefined) {
    throw invalidParameter(
      "key",
      "`key` must be the private key of `cert` in PEM form (-----BEGIN PRIVATE KEY-----); one that is encrypted has to be decrypted before.",
    );
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw invalidParameter("key", "`key` does not belong to `cert`: they are no pair.");
  }
  return identity;
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "string" ? value : "";
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function isReadable(pem: string): boolean {
  const { X509Certificate } = builtinModule<typeof import("node:crypto")>("node:crypto");
  return attempt(() => new X509Certificate(pem)) !== undefined;
}
