/** A new process: how long until the package is there, and until it has brought the first answer. */
export async function measure(connect, { path, from }) {
  const start = performance.now();
  await import(from);
  const imported = performance.now() - start;
  const client = await connect(path({ mode: "document", size: 400 }));
  await client.complete();
  return { importMs: imported, firstAnswerMs: performance.now() - start };
}
