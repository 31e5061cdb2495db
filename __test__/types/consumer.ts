import { createHash } from "node:crypto";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { entries } from "../../scripts/steps/entries.mjs";
import { remembered } from "../../scripts/steps/freshness.mjs";
import { publicTypes } from "../../scripts/steps/public-types.mjs";
import { root } from "../house/repository";

/** What the compiler has to say about one place of a program. */
export interface Complaint {
  readonly file: string;
  readonly text: string;
}

/** A folder of consumers' programs, with packages installed as far as a compiler looks at them. */
export class ConsumerFolder {
  readonly path: string;
  readonly typeRoots: string;
  readonly #installed: string[] = [];

  constructor(name: string) {
    this.path = join(root, "target", name);
    this.typeRoots = join(this.path, "types");
    rmSync(this.path, { recursive: true, force: true });
    mkdirSync(this.typeRoots, { recursive: true });
    symlinkSync(join(root, "node_modules/types-node-18"), join(this.typeRoots, "node"), "junction");
  }

  /** Installs the declarations of this package, as they would be published now. */
  async installSdk(folder = this.path): Promise<void> {
    const installed = join(folder, "node_modules/@auriko/sdk");
    this.#installed.push(relative(root, installed));
    copy("package.json", installed);
    for (const entry of entries) {
      const text = await publicTypes(entry);
      write(join(installed, entry.declaration), text);
      // What extends a peer's types is written out for each format; the rest hands on the other file.
      if (entry.extendsPeer) write(join(installed, entry.esmDeclaration), text);
      else copy(entry.esmDeclaration, installed);
    }
  }

  /** Installs a package of this repository's own `node_modules` under another name. */
  installPeer(name: string, source: string, folder = this.path): void {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", source), link, "junction");
  }

  /** Makes a project of that name and gives its folder. */
  project(name: string, type: "module" | "commonjs"): string {
    const folder = join(this.path, slug(name));
    write(join(folder, "package.json"), JSON.stringify({ type }));
    return folder;
  }

  /** What the compiler says of these programs, which it need not say twice of the same ones. */
  complaints(files: string[], options: ts.CompilerOptions): Promise<Complaint[]> {
    const own = files.map((file) => relative(root, file));
    const settings = { options, files: own, compiler: ts.version };
    // What they import of this package lies beside them, and what they import of others, the lock file names.
    const inputs = [...own, ...this.#installed, "__test__/types", "test-types", "package-lock.json"];
    const name = `complaints ${own.join()} ${JSON.stringify(options)}`;
    return remembered({ name: createHash("sha1").update(name).digest("hex"), inputs, settings }, () =>
      this.#compile(files, options),
    );
  }

  #compile(files: string[], options: ts.CompilerOptions): Complaint[] {
    const program = ts.createProgram(files, options);
    return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, "\n");
      if (!file) return { file: "", text };
      const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
      return { file: file.fileName, text: `${relative(this.path, file.fileName)}:${line + 1}: ${text}` };
    });
  }
}

const slug = (name: string) => name.replace(/\W+/g, "-");

function copy(path: string, folder: string): void {
  cpSync(join(root, path), join(folder, path));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
