import type { RequestSummary } from "../request-summary";

/** What is kept of the requests on show, by their numbers, and told about in one go per frame. */
export class RequestList {
  readonly #byIndex = new Map<number, RequestSummary>();
  readonly #listeners = new Set<() => void>();
  #scheduled = false;
  #latestFirst: readonly RequestSummary[] | undefined;
  connected = false;

  /** Follows the gateway until the page is closed; a gateway that starts again is followed again. */
  follow(address: string): void {
    const source = new EventSource(address);
    source.onopen = () => {
      this.clear();
      this.connected = true;
    };
    source.onerror = () => {
      this.connected = false;
      this.#changed();
    };
    source.onmessage = ({ data }: MessageEvent<string>) => this.add(JSON.parse(data) as RequestSummary[]);
  }

  add(requests: readonly RequestSummary[]): void {
    for (const request of requests) this.#byIndex.set(request.index, request);
    this.#changed();
  }

  clear(): void {
    this.#byIndex.clear();
    this.#changed();
  }

  /** All of them, the latest first. */
  get latestFirst(): readonly RequestSummary[] {
    this.#latestFirst ??= [...this.#byIndex.values()].sort((left, right) => right.index - left.index);
    return this.#latestFirst;
  }

  get(index: number): RequestSummary | undefined {
    return this.#byIndex.get(index);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#latestFirst = undefined;
    if (this.#scheduled) return;
    this.#scheduled = true;
    // A page in the background draws no frames, and shall be up to date when it is looked at.
    setTimeout(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    }, 50);
  }
}
