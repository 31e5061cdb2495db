import { expect, test } from "vitest";
import { head } from "../support/answers";
import { completion } from "../support/chat";
import { run } from "../support/program";
import { type Answer, serve } from "../support/scripted-server";

/** A string of V8 has at most 2^29 - 24 characters; this answer has a few more, or just fits below the cap. */
const answerOf =
  (bytes: number): Answer =>
  async (exchange) => {
    await exchange.write(head(200, { "content-type": "application/json", "content-length": String(bytes) }));
    await exchange.write('"');
    const piece = Buffer.alloc(4 * 2 ** 20, "x");
    for (let left = bytes - 2; left > 0 && !exchange.socket.destroyed; left -= piece.length) {
      await exchange.write(left < piece.length ? piece.subarray(0, left) : piece);
    }
    await exchange.write('"');
  };

const TOO_LONG = 2 ** 29 + 20;
const JUST_SHORT = 500 * 2 ** 20;

test.each(process.env.AURIKO_SOAK ? [TOO_LONG, JUST_SHORT] : [TOO_LONG])(
  "an answer of %i bytes comes to something, and a stream beside it to its end",
  async (bytes) => {
    const good = JSON.stringify(completion("Still here."));
    const server = await serve((exchange) =>
      exchange.request.body.includes('"long"')
        ? answerOf(bytes)(exchange)
        : exchange.write(`${head(200, { "content-length": String(good.length) })}${good}`),
    );
    const { stdout, stderr } = await run(
      `const client = new Client(options);
       const told = ({ name, code }) => name + " " + code;
       let over = false;
       const long = client.request({ method: "POST", path: "/x", body: { model: "long" } })
         .then((text) => text.length, told)
         .finally(() => { over = true; });
       let heard = 0;
       while (!over) {
         const { choices } = await client.chat.completions.create(question);
         if (choices[0].message.content === "Still here.") heard++;
         await sleep(20);
       }
       console.log(JSON.stringify([await long, heard > 0]));
       process.exit(0);`,
      { server, deadline: 280_000 },
    );
    expect(stderr).toBe("");
    const outcome = bytes === JUST_SHORT ? JUST_SHORT - 2 : "APIStatusError invalid_response";
    expect(JSON.parse(stdout)).toEqual([outcome, true]);
  },
  300_000,
);
