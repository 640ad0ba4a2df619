export type { Speed } from "./pace.ts";
export { type Progress, type ReplayOptions, type ReplayResult, replay } from "./replay.ts";
export type { FixtureReport, Report, Run, TurnReport } from "./report.ts";
export type { TurnStatus } from "./run-log.ts";
