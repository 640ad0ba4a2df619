import { createPolicy } from "../../../src/feishu/policy/policy.ts";
import type { Arrival } from "../../../src/feishu/receive/arrival.ts";
import { Intake } from "../../../src/feishu/receive/intake.ts";
import type { IntakeOptions } from "../../../src/feishu/receive/intake-options.ts";
import { type RecordedLog, recordLog } from "./log.ts";

/** An intake that keeps everything, with its log and what it kept. */
export function testIntake(options: Partial<IntakeOptions> = {}): {
  intake: Intake;
  log: RecordedLog;
  kept: Arrival[];
} {
  const log = recordLog();
  const kept: Arrival[] = [];
  const accept = async (arrival: Arrival) => void kept.push(arrival);
  const intake = new Intake({
    account: "default",
    judge: createPolicy({ groupPolicy: "open" }),
    accept,
    log,
    ...options,
  });
  return { intake, log, kept };
}
