import { hexFrom } from "../random";

/** A UUID (version 4 by its form) that depends on `key` alone. */
export function uuidFrom(key: string): string {
  const hex = hexFrom(key, 32);
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ];
  return groups.join("-");
}
