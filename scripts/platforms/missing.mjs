/** Says which tool of this machine a platform lacks: the table then names it, and the others go on. */
export class Missing extends Error {
  constructor(what, why) {
    super(`${what} is missing: ${why}`);
  }
}
