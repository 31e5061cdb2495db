type Load = (id: string) => unknown;

/** The parts of Node that are used, where there are any. */
interface Host {
  readonly cwd: () => string;
  readonly emitWarning: (text: string, options: { type: string; code: string }) => void;
  readonly getBuiltinModule?: (id: "node:module") => { createRequire: (from: string) => Load };
}

let told = false;

/**
 * Tells once where version 5 of the AI SDK is what the program has: it takes no model of this entry, and the error that it
 * throws for one does not say which entry it takes.
 */
export function adviseAiSdk5(specification: string): void {
  if (told || specification === "v2") return;
  told = true;
  const host = (globalThis as { process?: Partial<Host> }).process;
  if (typeof host?.getBuiltinModule !== "function" || !host.cwd || !host.emitWarning) return;
  const version = installedVersion(host as Host & Required<Pick<Host, "getBuiltinModule">>);
  if (!version?.startsWith("5.")) return;
  host.emitWarning(
    `The AI SDK installed here is version ${version}. It takes the models of "@auriko/ai-sdk-provider/v2": import from there. Those of this entry have specification version ${specification.slice(1)}, for later versions of the AI SDK.`,
    { type: "AurikoWarning", code: "AURIKO_AI_SDK_5" },
  );
}

/** Of the program, which need not be what stands beside this package. */
function installedVersion({ cwd, getBuiltinModule }: Required<Host>): string | undefined {
  try {
    const load = getBuiltinModule("node:module").createRequire(`${cwd()}/package.json`);
    const { version } = load("ai/package.json") as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    // It is not installed there, or may not be read: then there is nothing to tell.
    return undefined;
  }
}
