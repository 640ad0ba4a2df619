import { following } from "../../delays.ts";
import { TurnStopped, UsageError } from "../../errors.ts";
import type { Dispatch, NextMessageOptions } from "../contract.ts";
import type { RunningTurn } from "../turn/turn.ts";
import type { Work } from "../turn/work.ts";

/** What a running turn has asked its user, until the answer comes or nobody waits for it any more. */
export interface Question {
  readonly turn: RunningTurn;
  /** Who may answer. */
  readonly sender: string;
  resolve(answer: Dispatch): void;
  reject(reason: unknown): void;
  /** Stops following the signals. */
  release(): void;
}

/**
 * The open questions, in the order in which they were asked. Nothing is kept of one that is answered or closed.
 *
 * They are filed by session, where the answer is looked for, and by work: whoever answers waits for the work, so that
 * no question stays open when that has ended.
 */
export class Questions {
  readonly #bySession = new Map<string, Set<Question>>();
  readonly #byWork = new Map<Work, Set<Question>>();
  #closed: TurnStopped | undefined;

  /** Resolves with the next ordinary message of the turn's user, or of whoever else is named. */
  async ask(turn: RunningTurn, options: NextMessageOptions): Promise<Dispatch> {
    const { sender = turn.caller.dispatch.sender, signal } = options;
    if (this.#closed) throw this.#closed;
    if (!(turn.live && turn.work.turn?.live)) throw turnEnded();
    if (sender === undefined) throw noSender();
    const { controller, release } = following(...(signal ? [turn.signal, signal] : [turn.signal]));
    const { promise, resolve, reject } = Promise.withResolvers<Dispatch>();
    const question = { turn, sender, resolve, reject, release };
    const abort = () => this.#close(question, controller.signal.reason);
    file(this.#bySession, sessionOf(question), question);
    file(this.#byWork, turn.work, question);
    if (controller.signal.aborted) abort();
    else controller.signal.addEventListener("abort", abort, { once: true });
    return promise;
  }

  /** The oldest question that a message of this sender in this session answers. */
  find({ sessionKey, sender }: Dispatch): Question | undefined {
    if (sender === undefined) return undefined;
    for (const question of this.#bySession.get(sessionKey) ?? [])
      if (question.sender === sender) return question;
    return undefined;
  }

  answer(question: Question, answer: Dispatch): void {
    this.#remove(question);
    question.resolve(answer);
  }

  /** The turn's handler has ended. With a whole work ends what the parts of it have asked. */
  endOf(turn: RunningTurn): void {
    const isAll = turn === turn.work.turn;
    for (const question of this.#byWork.get(turn.work) ?? [])
      if (isAll || question.turn === turn) this.#close(question, turnEnded());
  }

  /** Nothing that was asked in the session is to be answered any more. */
  closeSession(sessionKey: string, reason: TurnStopped): void {
    for (const question of this.#bySession.get(sessionKey) ?? []) this.#close(question, reason);
  }

  /** No message comes any more. */
  close(): void {
    this.#closed = new TurnStopped("ERR_CLOSED", "The dispatcher was closed: no message comes any more.");
    for (const sessionKey of [...this.#bySession.keys()]) this.closeSession(sessionKey, this.#closed);
  }

  #close(question: Question, reason: unknown): void {
    this.#remove(question);
    question.reject(reason);
  }

  #remove(question: Question): void {
    unfile(this.#bySession, sessionOf(question), question);
    unfile(this.#byWork, question.turn.work, question);
    try {
      question.release();
    } catch {
      // A signal that cannot be left: its listener stays, and finds nothing to close.
    }
  }
}

const sessionOf = ({ turn }: Question): string => turn.caller.dispatch.sessionKey;

function file<Key>(files: Map<Key, Set<Question>>, key: Key, question: Question): void {
  files.set(key, (files.get(key) ?? new Set()).add(question));
}

function unfile<Key>(files: Map<Key, Set<Question>>, key: Key, question: Question): void {
  const questions = files.get(key);
  questions?.delete(question);
  if (questions?.size === 0) files.delete(key);
}

function turnEnded(): TurnStopped {
  return new TurnStopped("ERR_TURN_ENDED", "The turn has ended: its question is not open any more.");
}

function noSender(): UsageError {
  const message =
    "nextMessage: expected a dispatch that says its sender, or nobody's message can answer. Set `sender`, there or here.";
  return new UsageError("ERR_NO_SENDER", message);
}
