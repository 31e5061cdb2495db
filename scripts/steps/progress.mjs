const tty = process.stdout.isTTY;
const paint = (code, text) => (tty ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Milliseconds as a reader likes them. */
export const seconds = (ms) =>
  ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** Announces a step, runs it, and says how long it took; rethrows what it throws. */
export async function step(title, work) {
  const started = performance.now();
  process.stdout.write(`${paint("1;36", "▸")} ${paint("1", title)}\n`);
  try {
    const result = await work();
    const note = result === false ? "up to date" : seconds(performance.now() - started);
    process.stdout.write(`${paint("32", "✓")} ${title} ${paint("2", `(${note})`)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(
      `${paint("31", "✗")} ${title} ${paint("2", `(${seconds(performance.now() - started)})`)}\n`,
    );
    throw error;
  }
}

/** Ends the process with a failure that reads as a sentence; a stack only for what nobody foresaw. */
export function fail(error) {
  const foreseen = error?.constructor === Error || error?.constructor?.name === "CommandFailed";
  process.stderr.write(`\n${foreseen ? error.message : error?.stack}\n`);
  process.exitCode = 1;
}
