/** How a command of the READMEs behaves. */
export interface Manner {
  /** What it exits with. @default 0 */
  readonly code?: number;
  /** What it says. */
  readonly says?: RegExp;
  /** It goes on for ever: what it has said when it works. */
  readonly until?: RegExp;
  /** It is left running, for those that come after it. */
  readonly stays?: boolean;
}

const manners: ReadonlyArray<readonly [RegExp, Manner]> = [
  // 1: it has found something.
  [/ doctor /, { code: 1, says: /nested/ }],
  [/ gateway --config/, { until: /connected/, stays: true }],
  [/ sessions .*--watch/, { until: /p50/, says: /http:\/\/127\.0\.0\.1:\d+\/#/ }],
  [/ record /, { until: /records a copy/ }],
];

/** How a block of commands behaves: as the first one in the table that is in it, else it ends well. */
export function mannerOf(code: string): Manner {
  return manners.find(([command]) => command.test(code))?.[1] ?? {};
}
