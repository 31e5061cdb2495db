import { expect, test } from "vitest";
import { json } from "../support/answers";
import { completion } from "../support/chat";
import { run } from "../support/program";
import { serve } from "../support/scripted-server";

test.runIf(process.platform === "linux")(
  "without a file descriptor a call fails with what to do, and the next one works again",
  async () => {
    const server = await serve(json(completion("Hello")));
    const { stdout, stderr } = await run(
      `
      const fs = require("node:fs");
      const client = new Client(options);
      const ask = () => client.chat.completions.create(question).then(
        ({ choices }) => choices[0].message.content,
        ({ name, code, retryable, message }) => ({ name, code, retryable, told: /ulimit -n/.test(message) }),
      );
      // The addon is loaded and its threads run; what is missing is the socket.
      const first = await ask();
      const taken = [];
      try {
        while (taken.length < 100_000) taken.push(fs.openSync("/dev/null"));
      } catch {}
      const fresh = client.withOptions({ httpVersion: "1.1" });
      const second = await fresh.chat.completions.create(question).then(
        () => "answered",
        ({ name, code, retryable, message }) => ({ name, code, retryable, told: /ulimit -n/.test(message) }),
      );
      for (const descriptor of taken) fs.closeSync(descriptor);
      const third = await ask();
      console.log(JSON.stringify([first, second, third]));
      process.exit(0);
      `,
      { server, deadline: 60_000 },
    );
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([
      "Hello",
      { name: "APIConnectionError", code: "api_connection_error", retryable: true, told: true },
      "Hello",
    ]);
  },
  70_000,
);
