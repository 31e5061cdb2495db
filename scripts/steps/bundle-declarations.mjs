import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { at } from "./root.mjs";

// The source names Node's type of `ReadableStream`. Consumers have it as a global, from Node's types or from the DOM's.
const webStreams = "node:stream/web";
const webStreamsImport = /^import \{ ReadableStream \} from 'node:stream\/web';\n/m;

/** Everything that an entry exports, and what that refers to, as the text of one declaration module. */
export async function bundleDeclarations(source) {
  const bundle = await rollup({
    input: at(source),
    external: [webStreams],
    plugins: [dts({ tsconfig: at("tsconfig.json"), compilerOptions: { stripInternal: true } })],
    onwarn(warning) {
      throw new Error(`The declarations of ${source} can't be bundled: ${warning.message}`);
    },
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code.replace(webStreamsImport, "");
}
