import type { DeletedKey } from "./api-key";

/** What a deletion gave: an answer without a body, or with one that holds nothing, still names the key. */
export function deletedKey(value: unknown, id: string): DeletedKey {
  if (typeof value !== "object" || value === null) return { id };
  const answer = value as Partial<DeletedKey>;
  if (answer.id === undefined) answer.id = id;
  return answer as DeletedKey;
}
