import { main } from "./program.mjs";

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
