import type { DirectoryModel, DirectoryResponse } from "./directory";

/** A model of the directory together with its canonical id. */
export interface FoundModel {
  id: string;
  model: DirectoryModel;
}

/** Finds a model by canonical id or alias; a routing suffix such as `:ttft` does not matter. */
export function findModel(directory: DirectoryResponse, name: string): FoundModel | undefined {
  const found = byName(directory, name);
  if (found !== undefined) return found;
  const parts = name.split(":");
  // Only one colon makes a suffix: ids of fine-tuned models have several.
  return parts.length === 2 && parts[0] ? byName(directory, parts[0]) : undefined;
}

function byName({ models }: DirectoryResponse, name: string): FoundModel | undefined {
  const direct = Object.hasOwn(models, name) ? models[name] : undefined;
  if (direct !== undefined) return { id: name, model: direct };
  for (const [id, model] of Object.entries(models)) {
    if (model.aliases?.includes(name)) return { id, model };
  }
  return undefined;
}
