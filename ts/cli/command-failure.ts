/** A command could not do all of what it was to do; its message is for people. */
export class CommandFailure extends Error {}
