/** What every client asks. */
export const MODEL = "gpt-5.2";
export const WORDS = "How fast does an answer arrive when many are under way at once?";

export const QUESTION = (content = WORDS) => ({ model: MODEL, messages: [{ role: "user", content }] });

export const answerText = (completion) => completion.choices[0].message.content;
