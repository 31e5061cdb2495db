/**
 * Which share of the events crossed from the native core as less than themselves, because they repeat the one before but
 * for a few values.
 */
export async function measure(connect, { path, chunks }) {
  const client = await connect(path({ mode: "stream", chunks }));
  const parse = JSON.parse;
  let whole = 0;
  // Events cross in arrays, in arrays of such, or behind a mark in an array of their own.
  const count = (items) => {
    for (const item of items) {
      if (Array.isArray(item)) count(item);
      else if (item?.object === "chat.completion.chunk") whole++;
    }
  };
  JSON.parse = (text, ...more) => {
    const value = parse(text, ...more);
    if (Array.isArray(value)) count(value);
    return value;
  };
  await client.stream(() => {});
  return { hits: Math.max(0, 1 - whole / chunks) };
}
