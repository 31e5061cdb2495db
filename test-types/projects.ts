import ts from "typescript";

/** A way of compiling against the package, as consumers have it. */
export interface Project {
  readonly name: string;
  readonly module: ts.ModuleKind;
  readonly moduleResolution: ts.ModuleResolutionKind;
  /** The `type` of the consumer's package.json, which decides whether its files import or require. */
  readonly type: "module" | "commonjs";
  /** What the consumer's program knows of its surroundings: Node's oldest types that we support, or a browser's. */
  readonly surroundings: "node18" | "dom";
}

const { CommonJS, Node16, NodeNext, ESNext } = ts.ModuleKind;
const resolution = ts.ModuleResolutionKind;

const ways = [
  { name: "node10", module: CommonJS, moduleResolution: resolution.Node10, type: "commonjs" },
  { name: "node16, require", module: Node16, moduleResolution: resolution.Node16, type: "commonjs" },
  { name: "node16, import", module: Node16, moduleResolution: resolution.Node16, type: "module" },
  { name: "nodenext, require", module: NodeNext, moduleResolution: resolution.NodeNext, type: "commonjs" },
  { name: "nodenext, import", module: NodeNext, moduleResolution: resolution.NodeNext, type: "module" },
  { name: "bundler", module: ESNext, moduleResolution: resolution.Bundler, type: "module" },
] as const;

/** Every way of resolving modules, in each surroundings. */
export const projects: readonly Project[] = ways.flatMap((way) => [
  { ...way, name: `${way.name}, with @types/node 18`, surroundings: "node18" as const },
  { ...way, name: `${way.name}, with DOM types`, surroundings: "dom" as const },
]);

/** The settings of a strict consumer, who also checks the declarations of libraries. */
export function compilerOptions(project: Project, typeRoots: string): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    lib: project.surroundings === "dom" ? ["lib.es2022.d.ts", "lib.dom.d.ts"] : ["lib.es2022.d.ts"],
    module: project.module,
    moduleResolution: project.moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    types: project.surroundings === "node18" ? ["node"] : [],
    typeRoots: [typeRoots],
  };
}
