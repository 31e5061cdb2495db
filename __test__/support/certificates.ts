import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TlsOptions } from "node:tls";

/** The path of a file in PEM. */
export const pathOf = (name: string): string => join(__dirname, "fixtures", `${name}.pem`);

const pem = (name: string): string => readFileSync(pathOf(name), "utf8");

/** The authority that signed the servers' certificates. */
export const ca = pem("ca");
/** The certificate of `selfSigned` alone. */
export const selfSignedCertificate = pem("self-signed").slice(pem("self-signed").indexOf("-----BEGIN CERT"));
/** An authority that signed none of them. */
export const otherCa = pem("other-ca");

const server = (name: string): TlsOptions => ({ key: pem(name), cert: pem(name) });

/** What a client shows, key and certificate. */
export const clientIdentity = pem("client");

export const localhost = server("localhost");
export const elsewhere = server("elsewhere");
export const expired = server("expired");
export const selfSigned = server("self-signed");
