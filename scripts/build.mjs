// npm run build: installs the tools, compiles the native core and the TypeScript; does only what has changed.
import { build } from "./steps/build.mjs";
import { fail } from "./steps/progress.mjs";

await build().catch(fail);
