import { IncrementalJson } from "../../../ts/structured-output/incremental-json";
import { peelJson } from "../../../ts/structured-output/peel-json";
import { check, cut, type Target } from "../target";

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** What is read while it is written comes to what the whole text says, and to nothing where that says nothing. */
export const partialJson: Target = {
  seeds: [
    '{"a":[1,2.5e3,-0,"x\\u00e9",null,true],"b":{"c":""}}',
    "Here: ```json\n[1,2]\n``` done",
    '"text"',
    "  12 ",
  ],
  words: ['"a":', '"\\ud83d\\ude00"', "1e5", "tru", "nul", "-", "```json", "```"],
  read(text) {
    const json = new IncrementalJson();
    let read = 0;
    for (const piece of cut(text)) {
      const end = json.push(piece);
      read += end;
      if (end < piece.length) break;
    }
    json.end();
    const whole = parsed(text);
    if (whole !== undefined) {
      check(json.progress === "complete", `the whole is JSON, but this is ${json.progress}`);
      check(JSON.stringify(json.value) === JSON.stringify(whole.value), "another value");
    } else if (json.progress === "complete") {
      check(parsed(text.slice(0, read)) !== undefined, "what was read as JSON is none");
    }
    const peeled = peelJson(text);
    if (peeled !== undefined) check(parsed(peeled) !== undefined, "what was peeled out is no JSON");
  },
};
