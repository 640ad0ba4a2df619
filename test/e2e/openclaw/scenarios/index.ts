import type { Scenario } from "../scenario.ts";
import { controlUi, interrupt, modelFails, stop, turns } from "./commands.ts";
import { afterReconnect, afterRestart, atOnce, newEventId, newMessageId } from "./duplicates.ts";
import { behindOthers, newBehind, plainBehind } from "./long.ts";
import { burst, otherUser, parallel, plain, sameChat, slowTurn, thread } from "./order.ts";
import { restart } from "./restart.ts";
import { foreignWriter } from "./takeover.ts";

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  plain,
  sameChat,
  thread,
  otherUser,
  controlUi,
  burst,
  slowTurn,
  parallel,
  stop,
  turns,
  modelFails,
  atOnce,
  newEventId,
  newMessageId,
  afterReconnect,
  afterRestart,
  restart,
  interrupt,
  foreignWriter,
  plainBehind,
  newBehind,
  behindOthers,
];
