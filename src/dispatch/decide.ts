import type { CommandKind } from "./command-policy.ts";
import type { CancelReason } from "./contract.ts";
import type { Works } from "./identity/works.ts";
import type { Question, Questions } from "./session/questions.ts";
import type { SessionQueues } from "./session/session-queues.ts";
import type { Caller, Ending, Recognised } from "./turn/caller.ts";
import { deadlock, enclosing, type HolderOf } from "./turn/nesting.ts";
import type { RunningTurn } from "./turn/turn.ts";
import type { Work } from "./turn/work.ts";

/** What the decision is made from. */
export interface View {
  readonly closed: boolean;
  readonly maxAgeMs: number;
  readonly kindOf: (text: string | undefined) => CommandKind;
  readonly works: Pick<Works, "find" | "knows" | "recognise" | "isRecalled">;
  readonly sessions: Pick<SessionQueues, "isFull" | "hasBarrier">;
  readonly questions: Pick<Questions, "find">;
  readonly holderOf: HolderOf;
}

/** What becomes of a dispatch. `within` is the turn around it that holds its session. */
export type Decision =
  /** It was given up, came too late or found no room, or its turn would wait for itself. */
  | { readonly do: "end"; readonly ending: Ending }
  /** Its work has finished, and with it the works that its identities link to that. */
  | { readonly do: "duplicate"; readonly of: Recognised; readonly known: readonly Work[] }
  /** Its message was recalled; what its identities link to that waits, if there is any. */
  | { readonly do: "turn-away"; readonly known: readonly Work[] }
  /** The same work from inside its own turn, as gateways with nested lanes do: it runs there. */
  | { readonly do: "again"; readonly same: RunningTurn; readonly within: RunningTurn | undefined }
  /** Its work is queued or running. */
  | { readonly do: "join"; readonly known: readonly Work[]; readonly within: RunningTurn | undefined }
  /** New work that runs at once: as a bypass command, or as a part of the turn around it. */
  | { readonly do: "start"; readonly kind: CommandKind; readonly within: RunningTurn | undefined }
  /** What a running turn has asked its user for. */
  | { readonly do: "answer"; readonly question: Question }
  /** New work that takes its place in the line of its session. */
  | { readonly do: "queue"; readonly kind: CommandKind };

/** What is to become of a dispatch. It only looks; the order of the questions is part of the contract. */
export function decide(caller: Caller, view: View): Decision {
  const { ids, sessionKey } = caller.dispatch;
  if (caller.gaveUp) return cancelled("aborted");
  const same = caller.inside && enclosing(caller.inside, ({ work }) => view.works.knows(work, ids));
  const within = caller.inside && enclosing(caller.inside, ({ session }) => session === sessionKey);
  if (same) return { do: "again", same, within };
  if (view.closed && !within) return cancelled("closed");
  const known = view.works.find(ids);
  const of = view.works.recognise(ids);
  if (of) return { do: "duplicate", of, known };
  if (view.works.isRecalled(ids) && !known.some(({ turn }) => turn)) return { do: "turn-away", known };
  if (known.length > 0) return { do: "join", known, within };
  if (isTooOld(caller, view)) return { do: "end", ending: { outcome: { status: "expired" } } };
  return begin(caller, view, within);
}

/** The dispatch brings new work. */
function begin(caller: Caller, view: View, within: RunningTurn | undefined): Decision {
  const kind = view.kindOf(caller.dispatch.text);
  if (within || kind === "bypass") return { do: "start", kind, within };
  const question = kind === "ordinary" ? openQuestion(caller, view) : undefined;
  const error = deadlock(caller, view.holderOf, question?.turn.work);
  if (error) return { do: "end", ending: { error } };
  if (question) return { do: "answer", question };
  // A command that interrupts makes the room it needs.
  const full = kind !== "interrupt" && view.sessions.isFull(caller.dispatch.sessionKey);
  return full ? { do: "end", ending: { outcome: { status: "overflow" } } } : { do: "queue", kind };
}

/** The question that a new message answers: it passes what waits in the session, but never a barrier. */
function openQuestion({ dispatch, work }: Caller, { questions, sessions }: View): Question | undefined {
  // It has waited for a work that its leader left; it may be older than the question.
  if (work) return undefined;
  const question = questions.find(dispatch);
  return question && !sessions.hasBarrier(dispatch.sessionKey) ? question : undefined;
}

function cancelled(reason: CancelReason): Decision {
  return { do: "end", ending: { outcome: { status: "cancelled", reason } } };
}

function isTooOld({ dispatch, arrivedAt }: Caller, { maxAgeMs }: View): boolean {
  const { createdAt, acceptedAt = arrivedAt } = dispatch;
  return maxAgeMs > 0 && createdAt !== undefined && acceptedAt - createdAt > maxAgeMs;
}
