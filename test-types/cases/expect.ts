/** Whether two types are the same, not merely assignable to each other. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless the value has exactly this type: `expectType<string>()(value)`. */
export declare function expectType<Expected>(): <Actual>(
  value: Same<Actual, Expected> extends true ? Actual : [expected: Expected, but: Actual],
) => void;
