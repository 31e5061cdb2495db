import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { type Finding, failed, note, ok } from "./check";

const STORES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Which certificates are trusted, and whether the files that the environment names can be read. */
export function checkCertificates(): Finding {
  const parts: string[] = [];
  for (const name of ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] as const) {
    const path = process.env[name]?.trim();
    if (!path) continue;
    const counts = countIn(path);
    if (counts === undefined || counts.readable === 0) {
      const why = counts === undefined ? "can't be read" : "holds no certificate in PEM form";
      return failed("certificates", `${name}=${path} ${why}.`, `Correct ${name}, or unset it.`);
    }
    parts.push(
      `${name}=${path} with ${counts.readable}${counts.unreadable ? `, and ${counts.unreadable} that can't be read` : ""}`,
    );
  }
  const folder = process.env.SSL_CERT_DIR?.trim();
  if (folder && !existsSync(folder)) {
    return failed(
      "certificates",
      `SSL_CERT_DIR=${folder} is not there.`,
      "Correct SSL_CERT_DIR, or unset it.",
    );
  }
  if (folder) parts.push(`SSL_CERT_DIR=${folder}`);
  if (process.platform === "linux" && !process.env.SSL_CERT_FILE && !folder && !STORES.some(existsSync)) {
    return note(
      "certificates",
      [...parts, "this system has no store, so that those that come with Node are trusted"].join("; "),
      "Install ca-certificates to trust what the system trusts.",
    );
  }
  return ok("certificates", ["the system's", ...parts].join("; "));
}

function countIn(path: string): { readable: number; unreadable: number } | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const blocks = text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END/g) ?? [];
  const readable = blocks.filter((block) => isReadable(`${block} CERTIFICATE-----`)).length;
  return { readable, unreadable: blocks.length - readable };
}

function isReadable(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
