import type { RequestLimits } from "../options/request-limits";
import { loadAddon, type NativePacer } from "./addon";

/** Holds the requests of a client, and of those made from it, to their limits. Nothing native is made before the first call. */
export class Pacer {
  readonly #limits: RequestLimits;
  readonly #parent: Pacer | undefined;
  #native: NativePacer | undefined;

  /** A pacer whose requests also keep to the limits of `parent`. */
  constructor(limits: RequestLimits, parent: Pacer | undefined) {
    this.#limits = limits;
    this.#parent = parent;
  }

  /** What the core knows it by. */
  native(): NativePacer {
    this.#native ??= new (loadAddon().NativePacer)(this.#limits, this.#parent?.native() ?? null);
    return this.#native;
  }
}
