import { QUESTION } from "./question.mjs";

export const from = "undici";

/** undici without a line more than needed. */
export async function http({ baseUrl, certificate }) {
  const { Agent, request } = await import(from);
  const dispatcher = new Agent({
    allowH2: false,
    ...(certificate && { connect: { ca: certificate } }),
  });
  const url = `${baseUrl}/chat/completions`;
  const headers = { "content-type": "application/json", authorization: "Bearer bench" };
  const post = (body, signal) =>
    request(url, { method: "POST", headers, dispatcher, body: JSON.stringify(body), signal });
  return {
    async complete(content) {
      const { body } = await post(QUESTION(content));
      return JSON.parse(await body.text()).choices[0].message.content;
    },
    open: async (signal) => (await post({ ...QUESTION(), stream: true }, signal)).body,
  };
}
