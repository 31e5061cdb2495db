import { UsageError } from "./usage-error";

/**
 * The path of a file that results go to.
 * @throws UsageError for `-`, by which other programs mean the standard output.
 */
export function resultFile(option: string, path: string): string {
  if (path !== "-") return path;
  throw new UsageError(
    `${option} must be a file: results can't go to the standard output, since they are read again to go on from them. A file that is called - is written ./-.`,
  );
}
