import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json, wherever a script was started from. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** An absolute path below the root. */
export const at = (...parts) => resolve(root, ...parts);
