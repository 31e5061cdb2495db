/** Ctrl+C was pressed in place of the Enter that ends a line. */
export class Interruption {
  constructor(
    /** What had been typed of the line. */
    readonly line: string,
  ) {}
}
