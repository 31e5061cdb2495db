/** How many events crossed from the native core as a single string, because they repeat the one before but for that. */
export async function measure(connect, { path, chunks }) {
  const client = await connect(path({ mode: "stream", chunks }));
  const parse = JSON.parse;
  let strings = 0;
  const count = (items) => {
    for (const item of items) {
      if (typeof item === "string") strings++;
      else if (Array.isArray(item)) count(item);
    }
  };
  JSON.parse = (text, ...more) => {
    const value = parse(text, ...more);
    if (Array.isArray(value)) count(value);
    return value;
  };
  await client.stream(() => {});
  return { hits: Math.min(1, strings / chunks) };
}
