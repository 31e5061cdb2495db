// Requires the package named, if any, and prints how many milliseconds that took.
const start = process.hrtime.bigint();
const [, , name] = process.argv;
if (name !== undefined) require(name);
console.log(Number(process.hrtime.bigint() - start) / 1e6);
