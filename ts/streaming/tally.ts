/**
 * What a stream has said about money so far. Kept apart from the stream, so that it outlives one that was abandoned.
 */
export interface Tally {
  usage: unknown;
  routingMetadata: unknown;
  /** The model that answers. */
  model: string | null;
  /** Characters of output: text, reasoning, refusals and arguments of tool calls. */
  characters: number;
  /** What is kept besides them for the result, in characters. */
  overhead: number;
  /** A stream exists only once its answer has begun. */
  readonly answered: true;
}

export function newTally(): Tally {
  return {
    usage: undefined,
    routingMetadata: undefined,
    model: null,
    characters: 0,
    overhead: 0,
    answered: true,
  };
}
