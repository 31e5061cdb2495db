import { builtinModule } from "../builtin-module";

/** One item of the metadata with a known algorithm: its bits and its digest. */
const ITEM = /(?<!\S)sha(256|384|512)-([\w+/-]+={0,2})(?:\?\S*)?(?!\S)/gi;

/** Whether bytes match the metadata of `integrity`; metadata without a known algorithm matches everything. */
export function matchesIntegrity(bytes: Uint8Array, metadata: string): boolean {
  const given = Array.from(metadata.matchAll(ITEM), ([, bits, digest = ""]) => ({ bits, digest }));
  // Where several are given, the strongest counts.
  const strongest = given
    .map(({ bits }) => bits)
    .sort()
    .at(-1);
  if (strongest === undefined) return true;
  const { createHash } = builtinModule<typeof import("node:crypto")>("node:crypto");
  const actual = createHash(`sha${strongest}`).update(bytes).digest();
  return given.some(({ bits, digest }) => bits === strongest && Buffer.from(digest, "base64").equals(actual));
}
