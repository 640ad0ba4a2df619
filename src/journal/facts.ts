import type { CommandKind } from "../dispatch/command-words.ts";
import type { Claim } from "../inbox/inbox.ts";
import type { Transport } from "../transport.ts";

/** How it came in: `host` where another program has received it, such as OpenClaw, and asks what to do with it. */
export type Via = Transport | "host";

/** Which work a fact is about. */
export interface About {
  /** The row of the inbox that stands for the work. Under a host, which has none: counted from 1, or 0 where not known. */
  readonly row: number;
  /** Of the dispatch itself: a duplicate has its own, beside the row of the work that it repeats. */
  readonly turnId: string;
  readonly account: string;
  readonly sessionKey: string;
}

/** What a dispatch is for order, and what the operator wants to read of it. */
export interface Said {
  readonly kind: CommandKind;
  /** The command word, without what follows it; only of what is a known command. */
  readonly command?: string;
  /** Feishu's id of the message, where it is one. */
  readonly messageId?: string;
  /** The message's text, with `journal.texts` only. */
  readonly text?: string;
}

/** By which hold of its session it is run here; where gateways share an inbox. */
export interface Hold {
  readonly epoch?: number;
}

/** How work ended that is no dead letter. Of `gone` somebody else has said how: an operator, or a merge. */
export type EndedAs =
  | "completed"
  | "stopped"
  | "answered"
  | "recalled"
  | "gone"
  | "joined"
  | "duplicate"
  | "expired"
  | "overflow"
  | "cancelled"
  | "dropped";

/** Facts about one dispatch, by type: what each says beside {@link About}. Times are in ms since the epoch. */
export interface TurnFacts {
  /** An event came in, and the inbox has it: as new work, or as what it had already, known `by` that identity. */
  readonly received: Said & {
    readonly claim: Claim["status"];
    readonly by?: string;
    readonly transport: Via;
    /** Both undefined where a host has received it. */
    readonly eventId?: string;
    readonly eventType?: string;
    readonly ids: readonly string[];
    readonly person?: string;
  };
  /** Another gateway has its session and runs it. */
  readonly elsewhere: object;
  /** Another gateway has received it; this one runs it. */
  readonly arrived: Said & Hold & { readonly transport: Transport; readonly receivedAt: number };
  /** It was found in the inbox: left by an earlier run, put back by an operator, or taken over with its session. */
  readonly resumed: Said &
    Hold & {
      readonly why: "left" | "retried" | "taken-over";
      readonly transport: Transport;
      readonly receivedAt: number;
      readonly attempts: number;
    };
  /** It has to wait. `behind` is the row that it stands behind: the nearest barrier before it, or what runs. */
  readonly waiting:
    | { readonly why: "session"; readonly place: number; readonly behind?: number }
    | { readonly why: "account" }
    | { readonly why: "retry"; readonly until: number }
    | { readonly why: "order" };
  /** An attempt begins: its turn has its session. */
  readonly started: Hold & { readonly attempt: number };
  /** A part of its answer was sent, from 1; `dropped` when it was not, since its message was recalled. */
  readonly replied: {
    readonly part: number;
    readonly kind: "message" | "card" | "error";
    /** How many messages follow a card on which not all of it found room. */
    readonly rest?: number;
    readonly dropped?: true;
  };
  /** It was told to stop, or loses its place: by whom, and by the row of which command. How it ended is said by itself. */
  readonly cancelled: {
    readonly by: "stop" | "interrupt" | "recall" | "operator";
    readonly person?: string;
    readonly command?: number;
  };
  /** The attempt has failed, and is made again. */
  readonly retry: { readonly attempt: number; readonly retryAt: number; readonly error: string };
  /** It has outrun `turnTimeoutMs` and still holds its session. */
  readonly hung: { readonly startedAt: number };
  /** It is over, and need not run again. */
  readonly ended: { readonly outcome: EndedAs };
  /** It was given up; `unreadable` when nothing could be made of what the inbox holds of it. */
  readonly dead: { readonly error: string; readonly unreadable?: true };
  /** It stays in the inbox, for the next start of the gateway or for whoever has its session then. */
  readonly left: Hold;
}

/** Facts that are not about one dispatch alone, by type. */
export interface OtherFacts {
  /** The session is not this gateway's any more: so many of its dispatches are stopped or forgotten here. */
  readonly lost: { readonly sessionKey: string; readonly count: number };
  /** Somebody took a message back. `row` is that of the message, where it is known. */
  readonly recalled: {
    readonly account: string;
    readonly eventId?: string;
    readonly row?: number;
    readonly became: "stopped" | "finishing" | "dropped" | "ended" | "passed on";
  };
  /** Feishu was answered so many ms after the event had come. */
  readonly acknowledged: {
    readonly account: string;
    readonly transport: Transport;
    readonly eventId: string;
    readonly status: "accepted" | "unavailable";
    readonly tookMs: number;
  };
  /** Nothing is to be done for an event: the policy says so, or its type is not known. */
  readonly ignored: { readonly account: string; readonly reason: string };
  /** A webhook request was none of Feishu's to this app, or an event is not what Feishu sends. */
  readonly refused: { readonly account: string; readonly code: string };
}

type Noted<Facts, Common = unknown> = {
  [Type in keyof Facts]: { readonly type: Type } & Common & Facts[Type];
}[keyof Facts];

/** A fact about one dispatch, for who has said which. */
export type TurnFact = Noted<TurnFacts>;
/** A fact as it is noted. */
export type NewFact = Noted<TurnFacts, About> | Noted<OtherFacts>;
/** A fact of the journal. `seq` counts from 1 and has no gaps; `at` is in ms since the epoch. */
export type Fact = { readonly seq: number; readonly at: number } & NewFact;
/** What a fact tells of, e.g. `received`. */
export type FactType = Fact["type"];
/** The facts of one type. */
export type FactOf<Type extends FactType> = Extract<Fact, { readonly type: Type }>;
