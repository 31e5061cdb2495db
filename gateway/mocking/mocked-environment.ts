/** Variables of the environment that say something else for a while. */
export class MockedEnvironment {
  readonly #before = new Map<string, string | undefined>();
  readonly #values: Readonly<Record<string, string>>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = values;
    for (const name of Object.keys(values)) this.#before.set(name, process.env[name]);
    this.apply();
  }

  /** Sets them, also after a test has changed them. */
  apply(): void {
    Object.assign(process.env, this.#values);
  }

  /** Gives back what was there. What somebody else has set meanwhile stays. */
  restore(): void {
    for (const [name, value] of this.#before) {
      if (process.env[name] !== this.#values[name]) continue;
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
