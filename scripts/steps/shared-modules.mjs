/**
 * For Rollup's `manualChunks`: puts each module that several entries reach into one file with the others that the same
 * entry is the first to reach. `inputs` are pairs of an entry's name and its source, in order.
 */
export function ownersOfShared(inputs) {
  let reached;
  return (module, { getModuleInfo }) => {
    reached ??= inputs.map(([name, source]) => ({ name, modules: reachableFrom(source, getModuleInfo) }));
    const users = reached.filter(({ modules }) => modules.has(module));
    return users.length > 1 ? users[0].name.replace(/(^|\/)(index|core)$/, "") || "sdk" : undefined;
  };
}

function reachableFrom(source, getModuleInfo) {
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const info = getModuleInfo(id);
    for (const next of [...(info?.importedIds ?? []), ...(info?.dynamicallyImportedIds ?? [])]) visit(next);
  };
  visit(source);
  return seen;
}
