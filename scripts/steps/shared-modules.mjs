/**
 * For Rollup's `manualChunks`: puts each module that the entries or several programs reach into one file with the others
 * that the same program is the first to reach. `programs` are in order, each with its name and source; those `alone` keep
 * to themselves what nobody else reaches. The modules of `surface` go to the file of that name.
 */
export function ownersOfShared(programs, { surface, modules, internals }) {
  let reached;
  return (module, { getModuleInfo }) => {
    if (modules.has(module)) return surface;
    reached ??= programs.map((one) => ({ ...one, modules: reachableFrom(one.source, getModuleInfo) }));
    const [first, ...others] = reached.filter((program) => program.modules.has(module));
    if (first === undefined || (first.alone && others.length === 0)) return undefined;
    const name = sharedName(first.name);
    return name === surface ? internals : name;
  };
}

/** What the file is called that holds what a program is the first to reach. */
export const sharedName = (name) => name.replace(/(^|\/)index$/, "") || "sdk";

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
