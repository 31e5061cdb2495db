/** What shells give a program that Ctrl+C has ended. */
export const INTERRUPTED = 130;
