const { main } = require("./program.cjs");

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
