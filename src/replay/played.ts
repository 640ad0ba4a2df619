import type { Fixture } from "./fixture/fixture.ts";
import type { FixtureReport } from "./report/report.ts";
import type { RunLog } from "./simulation/run-log.ts";

/** A fixture that was played twice: what happened, and what that amounts to. */
export interface Played {
  readonly fixture: Fixture;
  readonly report: FixtureReport;
  readonly logs: { readonly without: RunLog; readonly with: RunLog };
}
