/** A result together with the answer that it came in. */
export interface WithResponse<T> {
  data: T;
  /** Status and headers; its body has been read. */
  response: Response;
  /** `X-Request-ID`: quote it when you ask for support. */
  requestId: string | null;
}

/** What the promise asks of the call that it stands for. */
export interface PromisedCall<T> {
  /** Runs the call; called once. */
  run(): Promise<T>;
  /** Status and headers of the answer, once there is one, as a `Response` whose body was read. */
  response(): Response;
  /** The request's id at Auriko, once there is an answer. */
  requestId(): string | null;
  /** The answer with its body unread; `promise` is the one that then gives no result. */
  takeResponse(promise: Promise<T>): Promise<Response>;
}

const CALL = Symbol("call");

/**
 * The promise that every method returns: await it for the result, or ask it for the HTTP answer.
 *
 * It is the native promise of an async function with more methods, not a promise around it: that keeps the caller in the
 * stack of an error, and costs no further promise.
 */
export class APIPromise<T> extends Promise<T> {
  /** @internal */
  declare [CALL]: PromisedCall<T>;

  /** @internal */
  static of<T>(call: PromisedCall<T>): APIPromise<T> {
    const promise = call.run() as APIPromise<T>;
    Object.setPrototypeOf(promise, APIPromise.prototype);
    promise[CALL] = call;
    return promise;
  }

  /** The result with the answer's status, headers and request id. */
  async withResponse(): Promise<WithResponse<T>> {
    const data = await this;
    return { data, response: this[CALL].response(), requestId: this[CALL].requestId() };
  }

  /**
   * The answer itself, its body unread: the bytes as they come from the server. To be called right after the method,
   * before anything else is awaited; the promise itself then gives no result. Errors and retries are as ever.
   */
  asResponse(): Promise<Response> {
    return this[CALL].takeResponse(this);
  }
}

// `await` takes a promise as it is, without another promise and without losing the stack, if its constructor is Promise.
Object.defineProperty(APIPromise.prototype, "constructor", { value: Promise });
