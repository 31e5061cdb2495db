// The local gateway of a build, as a process of its own: node bench/hostile/gateway.mjs FOLDER
import { createRequire } from "node:module";
import { join } from "node:path";

const { startGateway } = createRequire(import.meta.url)(join(process.argv[2], "dist/testing/index.js"));
process.on("disconnect", () => process.exit());
const { baseUrl, apiKey } = await startGateway();
process.send([new URL(baseUrl).port, apiKey]);
