import type { Scenario } from "../scenario.ts";
import { agentToAgent } from "./agents.ts";
import { board } from "./board.ts";
import { controlUi, interrupt, modelFails, status, stop, stopBehind, turns } from "./commands.ts";
import { afterReconnect, afterRestart, atOnce, newEventId, newMessageId, ownAnswer } from "./duplicates.ts";
import { failing } from "./failing.ts";
import { behindOthers, newBehind, plainBehind } from "./long.ts";
import {
  backlog,
  behindReset,
  beyondHold,
  burst,
  otherUser,
  parallel,
  plain,
  sameChat,
  slowTurn,
  thread,
} from "./order.ts";
import { takenByOther } from "./other-plugin.ts";
import { restart } from "./restart.ts";
import { foreignWriter } from "./takeover.ts";

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  plain,
  sameChat,
  thread,
  otherUser,
  behindReset,
  beyondHold,
  controlUi,
  burst,
  backlog,
  slowTurn,
  parallel,
  stop,
  stopBehind,
  turns,
  status,
  board,
  modelFails,
  failing,
  agentToAgent,
  takenByOther,
  atOnce,
  newEventId,
  newMessageId,
  ownAnswer,
  afterReconnect,
  afterRestart,
  restart,
  interrupt,
  foreignWriter,
  plainBehind,
  newBehind,
  behindOthers,
];
