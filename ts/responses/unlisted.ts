/**
 * A `type` that this version of the SDK doesn't list: any string. It is declared as an enum of its own because no
 * string literal overlaps with that, so `item.type === "message"` narrows to exactly one member of a union, which an
 * alternative with `type: string` would spoil. To look for a certain one, compare `String(item.type)`.
 */
export declare enum Unlisted {
  type = "(any type that is not listed)",
}
