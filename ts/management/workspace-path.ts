import { missingParameter } from "../errors";
import { pathSegment } from "../pipeline/address";
import { type Checks, checkFields } from "../validation/checks";

/**
 * The path of a collection of a workspace, or of one item of it; ids are percent-encoded.
 * @throws BadRequestError for an id that is missing or no string.
 */
export function workspacePath(
  workspaceId: unknown,
  collection: string,
  item?: { readonly id: unknown; readonly param: string },
): string {
  if (isMissing(workspaceId)) {
    throw missingParameter(
      "workspace_id",
      "`workspace_id` is missing: it is `(await client.me.get()).workspace.id`.",
    );
  }
  const path = `/workspaces/${pathSegment(workspaceId, "workspace_id")}/${collection}`;
  if (item === undefined) return path;
  if (isMissing(item.id)) throw missingParameter(item.param, `\`${item.param}\` is missing.`);
  return `${path}/${pathSegment(item.id, item.param)}`;
}

/**
 * Parameters without the workspace, which goes into the path.
 * @throws BadRequestError for a field that is unknown or has no meaning, with its path.
 */
export function fieldsOf(params: unknown, checks: Checks): Record<string, unknown> {
  const { workspace_id: _, ...fields } = checkFields(params ?? {}, "params", {
    ...checks,
    workspace_id: () => undefined,
  });
  return fields;
}

/** @throws BadRequestError naming the first of the fields that is missing. */
export function requireFields(fields: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  for (const name of names) {
    if (isMissing(fields[name])) throw missingParameter(`params.${name}`, `\`params.${name}\` is missing.`);
  }
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === "";
