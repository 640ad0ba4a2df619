import { onTestFinished } from "vitest";
import type { IntakeOptions } from "../../../src/feishu/receive/intake-options.ts";
import { LongConnection } from "../../../src/feishu/receive/long-connection.ts";
import type {
  ConnectionState,
  LongConnectionOptions,
} from "../../../src/feishu/receive/long-connection-options.ts";
import { DEMO_APP, type StandInOptions, startStandIn } from "../../../src/stand-in/index.ts";
import { testIntake } from "./intake.ts";

export interface Setup {
  readonly standIn?: StandInOptions;
  readonly intake?: Partial<IntakeOptions>;
  readonly connection?: Partial<LongConnectionOptions>;
}

/** A stand-in and a connection to it that is not started yet. */
export async function setUp({ standIn, intake: intakeOptions, connection: options }: Setup = {}) {
  const feishu = await startStandIn(standIn);
  onTestFinished(() => feishu.close());
  const { intake, log, kept } = testIntake(intakeOptions);
  const states: ConnectionState[] = [];
  const onState = (state: ConnectionState) => {
    states.push(state);
    feishu.changes.emit("change");
  };
  const domain = feishu.url;
  const { appId, appSecret } = DEMO_APP;
  const connection = new LongConnection({
    ...{ account: "default", appId, appSecret, domain, intake, log, onState },
    ...options,
  });
  onTestFinished(() => connection.close());
  return { feishu, intake, log, kept, states, connection };
}

/** The same, connected and ready for events. */
export async function connect(setup: Setup = {}) {
  const parts = await setUp(setup);
  await parts.connection.start();
  await parts.feishu.changes.until("the connection", () => parts.feishu.connections() === 1);
  return parts;
}
