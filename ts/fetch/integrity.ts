import { createHash } from "node:crypto";

/** From weak to strong: where several are given, the strongest counts. */
const ALGORITHMS = ["sha256", "sha384", "sha512"];

/** Whether bytes match the metadata of `integrity`; metadata without a known algorithm matches everything. */
export function matchesIntegrity(bytes: Uint8Array, metadata: string): boolean {
  const given = metadata
    .split(/\s+/)
    .map((item) => /^(sha(?:256|384|512))-([\w+/-]+={0,2})(\?.*)?$/i.exec(item))
    .filter((match) => match !== null)
    .map(([, algorithm = "", digest = ""]) => ({ algorithm: algorithm.toLowerCase(), digest }));
  const strongest = ALGORITHMS.filter((name) => given.some(({ algorithm }) => algorithm === name)).at(-1);
  if (strongest === undefined) return true;
  const actual = createHash(strongest).update(bytes).digest();
  return given.some(
    ({ algorithm, digest }) => algorithm === strongest && Buffer.from(digest, "base64").equals(actual),
  );
}
