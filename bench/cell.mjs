// One measurement in a process of its own: `node cell.mjs '<JSON>'` prints one line of JSON.
import { readFileSync } from "node:fs";

const { kind, variant, target, settings } = JSON.parse(process.argv[2]);

const { port, transport, certificateFile } = target;
const certificate = certificateFile && readFileSync(certificateFile, "utf8");
const origin = transport === "tls" ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;

/** The target that answers as `wanted` says. */
const path = (wanted) => {
  const { shape, frame, packets, step } = settings;
  const all = Object.entries({ ...wanted, shape, frame, packets, step }).filter(
    ([, value]) => value !== undefined,
  );
  const words = all.map(([name, value]) => `${name}=${value}`).join(",");
  return { baseUrl: `${origin}/${words}/v1`, transport, certificate };
};

const { measure } = await import(`./cells/${kind}.mjs`);
const { connect, from } = await import(`./variants/${variant}.mjs`);
const result = await measure(connect, { ...settings, path, from });
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
