import { damagedTranscriptIsSurvived } from "./agents/damaged-transcript.ts";
import { echoMentionsNobody } from "./agents/echoed-mention.ts";
import { endlessAnswerIsCutOff } from "./agents/endless-answer.ts";
import { descriptorAttacks } from "./agents/no-descriptors.ts";
import { oddAnswersHarmNobody } from "./agents/odd-answers.ts";
import { namesAreNoPaths } from "./agents/poisoned-names.ts";
import { programsCanBeStopped, programsHoldNoEnd, programsHoldNothing } from "./agents/programs.ts";
import type { Attack } from "./attack.ts";
import { logReaderMayLeave } from "./surroundings/deaf-log.ts";
import { garbageFramesEndNothing } from "./surroundings/garbage-frames.ts";
import { noProxyIsRespected, nothingGoesRoundTheProxy } from "./surroundings/proxy.ts";
import { recordingTellsNothing } from "./surroundings/recording.ts";
import { secondGatewayIsRefused } from "./surroundings/second-gateway.ts";
import { nothingForeignIsObeyed } from "./surroundings/terminal.ts";
import { ownReactionsGetNoTurn } from "./surroundings/unknown-bot.ts";
import { risksAreWarnedOf } from "./surroundings/warnings.ts";
import { longTextsBlockNobody } from "./webhook/long-texts.ts";
import { oddRequestsGetNoTurn } from "./webhook/odd-requests.ts";
import { overloadIsRefusedInTime } from "./webhook/overload.ts";
import { refusesAllAlike, tellsNothingWithoutKey } from "./webhook/padding-oracle.ts";
import { refusalsFillNoDisk } from "./webhook/refusal-flood.ts";
import { slowRequestsAreClosed, slowRequestsHoldNoEnd } from "./webhook/slow-requests.ts";
import { unkeepableIsMalformed } from "./webhook/unkeepable.ts";

/** Everything that is tried, in this order. */
export const attacks: readonly Attack[] = [
  tellsNothingWithoutKey,
  refusesAllAlike,
  refusalsFillNoDisk,
  slowRequestsAreClosed,
  slowRequestsHoldNoEnd,
  overloadIsRefusedInTime,
  unkeepableIsMalformed,
  oddRequestsGetNoTurn,
  longTextsBlockNobody,
  ...descriptorAttacks,
  programsHoldNothing,
  programsHoldNoEnd,
  programsCanBeStopped,
  endlessAnswerIsCutOff,
  damagedTranscriptIsSurvived,
  echoMentionsNobody,
  oddAnswersHarmNobody,
  namesAreNoPaths,
  garbageFramesEndNothing,
  logReaderMayLeave,
  secondGatewayIsRefused,
  nothingGoesRoundTheProxy,
  noProxyIsRespected,
  ownReactionsGetNoTurn,
  recordingTellsNothing,
  risksAreWarnedOf,
  nothingForeignIsObeyed,
];
