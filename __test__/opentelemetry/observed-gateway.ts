import { afterAll, afterEach, beforeAll } from "vitest";
import { type Gateway, type GatewayOptions, startGateway } from "../../gateway";
import type { Client, ClientOptions } from "../../ts/index";
import { type InstrumentAurikoOptions, instrumentAuriko } from "../../ts/opentelemetry";
import { clientOf } from "../support/client";
import { Telemetry } from "./telemetry";

/** A gateway for all tests of a file, with the real SDK of OpenTelemetry registered beside it. */
export class ObservedGateway {
  readonly telemetry = Telemetry.register();
  #gateway: Gateway | undefined;
  #end: (() => void) | undefined;

  constructor(options: GatewayOptions = {}) {
    beforeAll(async () => {
      this.#gateway = await startGateway(options);
    });
    afterEach(() => {
      this.#end?.();
      this.#end = undefined;
    });
    afterAll(() => this.#gateway?.close());
  }

  get gateway(): Gateway {
    if (this.#gateway === undefined) throw new Error("the gateway runs only while tests do");
    return this.#gateway;
  }

  /** Has calls observed until the test is over. */
  instrument(options?: InstrumentAurikoOptions): void {
    this.#end = instrumentAuriko(options);
  }

  /** A client of the gateway, for the running test. */
  client(options: ClientOptions = {}): Client {
    return clientOf(this.gateway, { apiKey: this.gateway.apiKey, ...options });
  }
}
