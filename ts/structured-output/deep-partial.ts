/**
 * Data that is still being written: members may be missing, arrays may be short, and texts may be cut off, which is why
 * a text of a few allowed values is any text here.
 */
export type DeepPartial<T> = T extends string
  ? string
  : T extends readonly (infer Element)[]
    ? DeepPartial<Element>[]
    : T extends object
      ? { [Key in keyof T]?: DeepPartial<T[Key]> }
      : T;

/** An element of the data: of the array that it is, or of the arrays among its members. */
export type ElementOf<T> = T extends readonly (infer Element)[]
  ? Element
  : T extends object
    ? { [Key in keyof T]: NonNullable<T[Key]> extends readonly (infer Element)[] ? Element : never }[keyof T]
    : unknown;
