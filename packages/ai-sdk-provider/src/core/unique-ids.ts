import { randomUUID } from "node:crypto";

/** Ids of tool calls: results refer to them, so within an answer each must be there, and be there once. */
export class UniqueIds {
  private readonly taken = new Set<string>();

  /** The given id, or a new one where it is missing or taken. */
  claim(given: string): string {
    const id = given === "" || this.taken.has(given) ? `call_${randomUUID().replaceAll("-", "")}` : given;
    this.taken.add(id);
    return id;
  }
}
