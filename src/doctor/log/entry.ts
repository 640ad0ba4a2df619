/** What a gateway wrote at one moment. */
export interface LogEntry {
  /** In ms since the epoch; of a clock without a date, since the midnight before the log began. */
  readonly at: number;
  /** The time as the log has it, for people. */
  readonly time: string;
  /** How exact the time is, in ms. */
  readonly exactMs: number;
  /** What was logged, without time, level and subsystem. */
  readonly message: string;
}
