import { FeishuDispatchError } from "../../errors.ts";
import type { Quote, Reply, ReplyTarget } from "../../feishu/channel.ts";
import type { Attachment, FeishuEvent } from "../../feishu/index.ts";

/** What an agent is given: one message to answer. As JSON it is what agents in other processes get. */
export interface AgentTurn {
  /** The same in every line of the log about this message, and on every attempt. */
  readonly turnId: string;
  /** Whose conversation it is. Turns of one session come one at a time, in order. */
  readonly sessionKey: string;
  /**
   * What it is about: the type of a message (`text`, `post`, `image`, `file`, `audio`, `media`, `sticker`, …),
   * `reaction`, `cardAction` or `menu`.
   */
  readonly kind: string;
  /** What was written; undefined for what is no text, e.g. a picture or a reaction. */
  readonly text?: string;
  /** The pictures and files of the message, in order; also those of a post. */
  readonly files: readonly Attachment[];
  /** The message that this one answers, if it answers one; with a `problem` where Feishu did not give it. */
  readonly quote?: Quote;
  /** The event as Feishu pushed it, without its verification token. */
  readonly message: Pick<FeishuEvent, "schema" | "event"> & { readonly header: object };
  /** Where the gateway sends the replies. */
  readonly replyTarget?: ReplyTarget;
  /** From 1. More than 1: an earlier attempt failed, or was cut off when the gateway ended. */
  readonly attempt: number;
  /**
   * Only where several gateways share the inbox: by which hold of the session the turn is run. It grows whenever the
   * session changes hands: what comes with a smaller one is of a gateway that does not have the session any more.
   */
  readonly epoch?: number;
  /**
   * Only where the gateway is traced: the context of the turn's trace, as OpenTelemetry's propagators write it, e.g.
   * `{ traceparent: "00-…" }`. What the agent does for the turn is part of its trace if it goes on from there.
   */
  readonly trace?: Readonly<Record<string, string>>;
  /** Only of a message that answers a question of the agent: the `state` that came with the question, or null. */
  readonly answerTo?: unknown;
}

/** What an agent says: a text, a reply of any kind, or a piece of a text that grows with the pieces that follow. */
export type Saying = string | Reply | { readonly delta: string };

/**
 * Asks the user of a turn, who reads what was said so far: resolves with their next message, as a turn of its own but
 * with the id and the attempt of this one.
 *
 * @param signal gives up asking
 * @throws AgentError `ERR_AGENT_CANNOT_ASK`, TurnStopped, or the signal's reason
 */
export type NextMessage = (signal: AbortSignal) => Promise<AgentTurn>;

/** Who answers. */
export interface Agent {
  /**
   * Runs one turn. Each thing that it says is sent as a message of its own, as soon as it comes; pieces that follow
   * each other are one.
   * Whether it mentions people is for the config to say.
   *
   * @param signal aborts when the turn should stop: everything that it started ends then
   * @param nextMessage asks the user
   * @throws AgentError `ERR_AGENT_…`: unusable, unreachable, timed out, or ended with an error of its own
   */
  run(turn: AgentTurn, signal: AbortSignal, nextMessage: NextMessage): AsyncIterable<Saying>;
}

/** The agent did not do its part. Neither what it was asked nor what it said is in the message. */
export class AgentError extends FeishuDispatchError {
  /** Whether the same turn may succeed later. */
  readonly isPassing: boolean;

  constructor(code: string, message: string, options: ErrorOptions & { readonly isPassing: boolean }) {
    super(code, message, options);
    this.isPassing = options.isPassing;
  }
}

export function cannotAsk(): AgentError {
  const message =
    "the agent asks its user, but no middleware takes the answer to it: register feishu-dispatch-dedup, for this type of chat";
  return new AgentError("ERR_AGENT_CANNOT_ASK", message, { isPassing: false });
}
