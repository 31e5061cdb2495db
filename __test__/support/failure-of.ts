import { expect } from "vitest";

type ErrorClass<E> = abstract new (...args: never[]) => E;

/**
 * What a function throws, or a promise rejects with; fails the test when it does not, or with an error of another class.
 */
export function failureOf<E = unknown>(work: () => unknown, Class?: ErrorClass<E>): E;
export function failureOf<E = unknown>(work: PromiseLike<unknown>, Class?: ErrorClass<E>): Promise<E>;
export function failureOf<E>(
  work: (() => unknown) | PromiseLike<unknown>,
  Class?: ErrorClass<E>,
): E | Promise<E> {
  if (typeof work !== "function") return rejectionOf(work, Class);
  try {
    work();
  } catch (error) {
    return checked(error, Class);
  }
  throw notFailed();
}

async function rejectionOf<E>(work: PromiseLike<unknown>, Class: ErrorClass<E> | undefined): Promise<E> {
  try {
    await work;
  } catch (error) {
    return checked(error, Class);
  }
  throw notFailed();
}

function checked<E>(error: unknown, Class: ErrorClass<E> | undefined): E {
  if (Class !== undefined) expect(error).toBeInstanceOf(Class);
  return error as E;
}

const notFailed = (): Error => new Error("It should have failed, and did not.");
