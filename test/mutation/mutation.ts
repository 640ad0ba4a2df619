/** One change of the engine that breaks a promise. */
export interface Mutation {
  /** The promise, broken. */
  readonly name: string;
  /** A file of `src/dispatch`. */
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly put: string;
}

export const mutate = (
  file: string,
  ...changes: Array<[name: string, find: string, put: string]>
): Mutation[] => changes.map(([name, find, put]) => ({ name, file, find, put }));
