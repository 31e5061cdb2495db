import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type Gateway, startGateway } from "../../../gateway";
import type { PythonClient } from "../installation";
import { PythonProcess } from "./python-process";

/** A client for Python, and the gateway that it talks to. */
export class RunningClient {
  #gateway: Gateway | undefined;
  #python: PythonProcess | undefined;

  /** Runs `client` for the tests of the surrounding `describe`. */
  constructor(client: PythonClient) {
    beforeAll(async () => {
      this.#gateway = await startGateway();
      this.#python = new PythonProcess(client);
    });
    beforeEach(() => this.gateway.reset());
    afterAll(async () => {
      this.#python?.close();
      await this.#gateway?.close();
    });
  }

  get gateway(): Gateway {
    if (this.#gateway === undefined) throw new Error("the gateway runs only while tests do");
    return this.#gateway;
  }

  /** What a function of the module returns. */
  call<T = Record<string, unknown>>(name: string, options?: Record<string, unknown>): Promise<T> {
    if (this.#python === undefined) throw new Error("Python runs only while tests do");
    return this.#python.call<T>(name, this.gateway, options);
  }

  /** Lets a chat fail with a rate limit and sees to it that the client waits as told, then tries again. */
  async expectRetryAfter(): Promise<void> {
    this.gateway.failNext("429;retry-after=1");
    const begun = performance.now();
    await this.call("chat");
    expect(this.gateway.requests.map(({ status }) => status)).toEqual([429, 200]);
    expect(performance.now() - begun).toBeGreaterThan(900);
  }
}

/** A person as the schemas of the Python modules describe one. */
export const person = { name: expect.any(String), age: expect.any(Number) };
/** The outcome of a tool that was called and heard. */
export const toolRoundTrip = {
  arguments: { city: "Rome" },
  answer: expect.stringContaining("22 degrees"),
};
