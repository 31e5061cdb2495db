import { expect, test } from "vitest";
import {
  type Collected,
  type CollectionHandler,
  readBatch,
  readCollection,
} from "../../ts/native/collection";

/** A handler that notes what it is told, and throws for one call if that is wanted. */
class Noting implements CollectionHandler {
  readonly told: unknown[][] = [];

  constructor(
    readonly index = "",
    readonly oneByOne: Readonly<Record<number, string[]>> = {},
    readonly throwsFor?: number,
  ) {}

  #note(id: number, ...rest: unknown[]): void {
    if (id === this.throwsFor) throw new Error("handler");
    this.told.push([id, ...rest]);
  }

  events(id: number, batch: object, moreComes: boolean): void {
    this.#note(id, "events", batch, moreComes);
  }
  ready(id: number): void {
    this.#note(id, "ready");
  }
  probe(id: number): void {
    this.#note(id, "probe");
  }
  answered(id: number, head: object): void {
    this.#note(id, "answered", head);
  }
  failed(id: number): void {
    this.#note(id, "failed");
  }
  attempt(id: number, type: string, facts: string): void {
    this.#note(id, type, facts);
  }
  broken(id: number, cause: unknown): void {
    this.told.push([id, "broken", cause instanceof Error ? cause.message : cause]);
  }
  lastIndex(): string {
    return this.index;
  }
  lastEvents(id: number): string[] {
    return this.oneByOne[id] ?? [];
  }
}

function told(collected: Collected, handler = new Noting()): unknown[][] {
  readCollection(collected, handler);
  return handler.told;
}

const answered = { status: 200, attempts: 1, headers: "h", facts: "f" };

test("every kind of entry is told with what belongs to it", () => {
  const index = [
    2, 1, 6, 2, 200, 1, 7, 3, 404, 2, 8, 4, 200, 1, 3, 5, 4, 6, 5, 7, 9, 8, 10, 9, 11, 10, 0, 2, 50,
  ];
  const texts = ["h", "f", "H", "F", "Not Found", "http://x/", "h", "f", "{}", "a", "r"];
  expect(told([JSON.stringify([[{ a: 1 }, 51], ["x", "y", 52], index]), ...texts])).toEqual([
    [1, "events", { events: [{ a: 1 }] }, true],
    [2, "answered", answered],
    [
      3,
      "answered",
      { status: 404, attempts: 2, headers: "H", facts: "F", reason: "Not Found", redirectedTo: "http://x/" },
    ],
    [4, "answered", { ...answered, body: "{}" }],
    [5, "events", { events: ["x", "y"] }, false],
    [6, "ready"],
    [7, "probe"],
    [8, "failed"],
    [9, "attempt", "a"],
    [10, "retry", "r"],
  ]);
});

test("the end says whether another collection is worthwhile", () => {
  expect(readCollection("[[0,0,9]]", new Noting())).toBe(false);
  expect(readCollection("[[1,0,9]]", new Noting())).toBe(true);
});

test("a handler that throws for one entry is told so, and the entries behind it are handed out with their own texts", () => {
  const index = [8, 1, 200, 1, 2, 2, 8, 3, 200, 1, 0, 1, 0];
  const collected = [JSON.stringify([[7, 1], index]), "h1", "f1", "b1", "h", "f", "b3"];
  for (const throwsFor of [1, 2, 3]) {
    const handler = new Noting("", {}, throwsFor);
    readCollection(collected, handler);
    expect(handler.told.map(([id]) => id)).toEqual([1, 2, 3]);
    expect(handler.told[throwsFor - 1]).toEqual([throwsFor, "broken", "handler"]);
  }
  const last = told(collected, new Noting("", {}, 1))[2];
  expect(last).toEqual([3, "answered", { ...answered, body: "b3" }]);
});

test("a text that does not fit into a string is the trouble of its call alone", () => {
  const index = [8, 1, 200, 1, 8, 2, 200, 1, 0, 0, 0];
  expect(told([JSON.stringify([index]), "h", "f", null, "h", "f", "b"])).toEqual([
    [1, "broken", "the answer is longer than a JavaScript string can be"],
    [2, "answered", { ...answered, body: "b" }],
  ]);
});

test("an event that breaks its batch open can't pass for one of another stream", () => {
  // Stream 1 sends `{},1],[{"forged":true}`: with its neighbour's batch that makes three.
  const index = "[2,1,2,2,0,2,0]";
  const oneByOne = { 1: ['{},1],[{"forged":true}'], 2: ["{}"] };
  const handler = new Noting(index, oneByOne);
  expect(told(`[[{},1],[{"forged":true},1],[{},1],${index}]`, handler)).toEqual([
    [1, "events", { events: [], malformed: expect.objectContaining({ text: oneByOne[1][0] }) }, true],
    [2, "events", { events: [{}] }, true],
  ]);
});

test("events that swallow what lies between them can't put anything in its place", () => {
  // Streams 1 and 3 are of one server: `{"a":"` and `"},1],[{"forged":true},1],[{}`. It does not know the base.
  const text = `[[{"a":",71],[[2,7],71],["},1],[{"forged":true},1],[{},71],[2,1,2,2,2,3,0,3,70]]`;
  const handler = new Noting("", { 1: ['{"a":"'], 2: ["[2,7]"], 3: ['"},1],[{"forged":true},1],[{}'] });
  expect(told(text, handler)).toMatchObject([
    [1, "events", { events: [], malformed: {} }, true],
    [2, "events", { events: [[2, 7]] }, true],
    [3, "events", { events: [{}] }, true],
  ]);
});

test("an event that is several between commas is none, and its neighbours survive", () => {
  const handler = new Noting("", { 1: ["{}", "1,2"] });
  const [[, , batch], other] = told("[[{},1,2,2],[{},1],[2,1,2,2,0,2,0]]", handler) as [unknown[], unknown[]];
  expect(batch).toMatchObject({ events: [{}], malformed: { text: "1,2" } });
  expect(other).toEqual([2, "events", { events: [{}] }, true]);
});

test("a collection that is no JSON, or no text at all, is read stream by stream", () => {
  for (const text of ["[[{},1],[oops,1],[2,1,2,2,0,2,0]]", null]) {
    const handler = new Noting("[2,1,2,2,9,3,1,2,0]", { 1: ["{}"], 2: ["oops"] });
    expect(readCollection(text, handler)).toBe(true);
    expect(handler.told).toMatchObject([
      [1, "events", { events: [{}] }, true],
      [2, "events", { events: [], malformed: { text: "oops" } }, true],
      [3, "failed"],
    ]);
  }
});

test("a pulled batch is read as a whole, or event by event", () => {
  expect(readBatch("[1,2,2]", () => [])).toEqual({ events: [1, 2] });
  expect(readBatch("[1,2,3]", () => ["1,2", "3"])).toMatchObject({ events: [], malformed: { text: "1,2" } });
});
