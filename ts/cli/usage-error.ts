/** The command line was written in a way that can't be understood. */
export class UsageError extends Error {}
