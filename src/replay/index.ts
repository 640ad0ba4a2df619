export { type Progress, type ReplayOptions, type ReplayResult, replay } from "./replay.ts";
export type { FixtureReport, Report, Run, TurnReport } from "./report/report.ts";
export type { TurnStatus } from "./simulation/run-log.ts";
export type { Speed } from "./time/speed.ts";
