/** Ids of tool calls: results refer to them, so within an answer each must be there, and be there once. */
export class UniqueIds {
  private readonly taken = new Set<string>();

  /** The given id, or a new one where it is missing or taken. */
  claim(given: string): string {
    const id = given === "" || this.taken.has(given) ? `call_${randomText()}${randomText()}` : given;
    this.taken.add(id);
    return id;
  }
}

// Nobody gains by guessing such an id, and Node's crypto module costs milliseconds to load.
const randomText = (): string => Math.random().toString(36).slice(2).padEnd(11, "0");
