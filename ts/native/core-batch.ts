import { loadAddon, type NativeBatch, type NativeBatchOptions, type NativeClient } from "./addon";
import { dispatcher } from "./dispatcher";

/** What a batch wants, or has. */
export interface BatchReadiness {
  readonly wantsKey: boolean;
  readonly wantsLines: boolean;
  readonly hasResults: boolean;
  readonly hasEnded: boolean;
}

const NOTHING: BatchReadiness = { wantsKey: false, wantsLines: false, hasResults: false, hasEnded: false };

/** A batch of the core. It keeps the process alive until it is closed. */
export class CoreBatch {
  readonly #native: NativeBatch;
  readonly #unwatch: () => void;
  #cancelled = false;

  /** Starts it; `onReady` is called when `readiness()` may say something. */
  constructor(client: NativeClient, options: NativeBatchOptions, onReady: () => void) {
    const { native } = dispatcher();
    this.#native = new (loadAddon().NativeBatch)(native, client, options);
    this.#unwatch = dispatcher().watch(onReady);
  }

  readiness(): BatchReadiness {
    return this.#cancelled ? NOTHING : this.#native.readiness();
  }

  push(lines: string): void {
    this.#native.push(lines);
  }

  finishInput(): void {
    this.#native.finishInput();
  }

  giveKey(authorization: string | null, refusal: string | null): void {
    this.#native.giveKey(authorization, refusal);
  }

  takeResults(): string {
    return this.#cancelled ? "" : this.#native.takeResults();
  }

  progress(): string {
    return this.#native.progress();
  }

  takeEnd(): string | null {
    return this.#native.takeEnd();
  }

  stop(): void {
    this.#native.stop();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#native.cancel();
  }

  /** Lets the process end. */
  close(): void {
    this.#unwatch();
  }
}

/** Joins outputs of batches; resolves with JSON. */
export function mergeInCore(
  outputs: readonly string[],
  output: string,
  input: string | null,
  missing: string | null,
): Promise<string> {
  return loadAddon().NativeBatch.merge([...outputs], output, input, missing);
}
