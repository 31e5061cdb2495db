import { expect, test } from "vitest";
import { type MockAuriko, mockAuriko, startGateway } from "../../gateway";

type Given = Parameters<MockAuriko["enqueue"]>[0];

test.each<[what: string, give: (auriko: MockAuriko) => unknown, param: string, hint: string]>([
  ["a matcher", (a) => a.assertRequested({ pth: "/v1/models" } as object), "matcher.pth", "`path`"],
  ["a matcher of none", (a) => a.assertNotRequested({ modl: "x" } as object), "matcher.modl", "`model`"],
  ["a matcher's text", (a) => a.assertRequested({ path: 5 } as never), "matcher.path", "string"],
  ["a matcher that is none", (a) => a.assertRequested("/v1/models" as never), "matcher", "object"],
  ["a number of times", (a) => a.assertRequested({}, -1), "times", "at least 0"],
  ["a reply", (a) => a.enqueue({ contnt: "hi" } as Given), "reply.contnt", "`content`"],
  ["a reply that is a number", (a) => a.enqueue(5 as never), "reply", "must be a text"],
  ["one of several replies", (a) => a.enqueue("one", null as never), "replies[1]", "must be a text"],
  ["a choice", (a) => a.enqueue({ choices: [{ txt: "x" }] } as Given), "reply.choices[0].txt", "content"],
  [
    "a tool call",
    (a) => a.enqueue({ toolCalls: [{ name: "f", args: {} }] } as Given),
    "reply.toolCalls[0].args",
    "arguments",
  ],
  ["an error", (a) => a.enqueue({ error: { kode: "x" } } as never), "reply.error.kode", "`code`"],
  ["a raw reply", (a) => a.enqueue({ raw: { bdy: {} } } as Given), "reply.raw.bdy", "`body`"],
  ["a standing reply", (a) => a.respondWith({ contnt: "hi" } as Given), "reply.contnt", "`content`"],
  ["when to fail", (a) => a.failNext("503", { tims: 2 } as object), "fault.tims", "`times`"],
  ["an outage", (a) => a.setOutage("openai", { stauts: 500 } as object), "outage.stauts", "`status`"],
  ["how long to refuse", (a) => a.refuseConnections({ forms: 5 } as object), "options.forms", "`forMs`"],
  ["an option", () => mockAuriko({ hooks: false, respnd: "x" } as object), "respnd", "`respond`"],
  [
    "a recording",
    () => mockAuriko({ hooks: false, recording: { fle: "x" } as never }),
    "recording.fle",
    "`file`",
  ],
  [
    "replies of a gateway",
    () => startGateway({ replies: [{ cotent: "x" } as Given] }),
    "replies[0].cotent",
    "content",
  ],
])(
  "%s with a field that there is not is refused at once, with the nearest",
  async (_w, give, param, hint) => {
    await using auriko = await mockAuriko({ hooks: false }).start();
    const given = (async () => give(auriko))();
    await expect(given).rejects.toMatchObject({ name: "BadRequestError", param });
    await expect(given).rejects.toThrow(hint);
    expect(auriko.repliesLeft).toBe(0);
  },
);
