/** Reads one of the page's own addresses. */
export async function get<T>(name: string): Promise<T> {
  return (await told(await fetch(`/_gateway/${name}`))) as T;
}

/** Posts JSON to one of the page's own addresses; gives the answer's text. */
export async function post(
  name: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`/_gateway/${name}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return response.text();
}

async function told(response: Response): Promise<unknown> {
  const value: unknown = await response.json();
  if (response.ok) return value;
  throw new Error(messageOf(value) ?? `Status ${response.status}`);
}

/** What an error answer says. */
export function messageOf(value: unknown): string | undefined {
  return (value as { error?: { message?: string } } | null)?.error?.message;
}
