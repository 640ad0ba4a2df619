import { TurnStopped } from "../../../errors.ts";
import type { Job } from "../job.ts";

/** A question that waits for its answer. */
export interface OpenQuestion {
  /** Who may answer. */
  readonly sender: string | undefined;
  /** The message that was let in for it, and has not been given to it yet. */
  onItsWay: OnItsWay | undefined;
}

/** A message that is let in beside the turn that has asked. */
export interface OnItsWay {
  readonly job: Job;
  /** The question has it. */
  readonly arrived: () => void;
  /** Stops it, wherever it is, with a reason. */
  readonly turnBack: (reason: TurnStopped) => void;
}

const TOO_LATE = "ERR_QUESTION_CLOSED";

/** Which running turns have asked their users: what lets one message in beside them, for each question. */
export class OpenQuestions {
  readonly #bySession = new Map<string, Set<OpenQuestion>>();

  /** Told that a turn of the session has asked; an answer may be there from an earlier run. */
  onOpen: (sessionKey: string) => void = () => {};

  open(sessionKey: string, sender: string | undefined): OpenQuestion {
    const question: OpenQuestion = { sender, onItsWay: undefined };
    this.#bySession.set(sessionKey, (this.#bySession.get(sessionKey) ?? new Set()).add(question));
    this.onOpen(sessionKey);
    return question;
  }

  /** It was answered, or nobody waits for the answer. What is on its way to it gets its place in the line then. */
  close(sessionKey: string, question: OpenQuestion, answer?: Job): void {
    const questions = this.#bySession.get(sessionKey);
    questions?.delete(question);
    if (questions?.size === 0) this.#bySession.delete(sessionKey);
    const { onItsWay } = question;
    if (onItsWay?.job.id === answer?.id) return onItsWay?.arrived();
    onItsWay?.turnBack(new TurnStopped(TOO_LATE, "The question was answered or closed before."));
  }

  /** The oldest question that a message answers, and for which none is on its way. */
  find({ dispatch: { sessionKey, sender } }: Job): OpenQuestion | undefined {
    const questions = this.#bySession.get(sessionKey) ?? [];
    for (const question of questions)
      if (sender !== undefined && question.sender === sender && !question.onItsWay) return question;
    return undefined;
  }
}

/** Whether a message was to answer, and came too late. */
export function isTooLate({ reason }: AbortSignal): boolean {
  return reason instanceof TurnStopped && reason.code === TOO_LATE;
}
