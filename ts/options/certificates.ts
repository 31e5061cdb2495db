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

function isReadable(pem: string): boolean {
  const { X509Certificate } = builtinModule<typeof import("node:crypto")>("node:crypto");
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
