import type { DiagnosticEvent } from "../../../src/openclaw/host/diagnostics.ts";
import type {
  HandledDispatch,
  HostConfig,
  ReplyDispatchContext,
  ReplyDispatchEvent,
} from "../../../src/openclaw/host/host.ts";
import type { HostMessage } from "../../../src/openclaw/host/message.ts";
import { calm } from "../calm.ts";

/** The plugin waits for turns of the loop too: so many cover everything that follows at once. */
export const LOOP_TURNS = 5;

/** A message as a test says it. */
export interface Sent {
  readonly id?: string;
  readonly session?: string;
  readonly text?: string;
  readonly channel?: string;
  readonly account?: string;
  readonly chatType?: string;
  readonly sender?: string;
  /** Feishu's `create_time`. @default the clock's */
  readonly at?: number;
  /** Further fields of the message. */
  readonly message?: Partial<HostMessage>;
  /** Fields of the event itself. */
  readonly event?: Partial<ReplyDispatchEvent>;
  /** Which instance of the plugin the host takes it through. @default 0 */
  readonly instance?: number;
  /** Its abort signal is aborted on arrival. */
  readonly aborted?: boolean;
  /** `ctx.MessageSid` and the rest left out. */
  readonly bare?: boolean;
}

/** One message on its way through the host. */
export class Dispatched {
  readonly message: HostMessage;
  readonly sentTexts: string[] = [];
  readonly controller = new AbortController();
  /** What the hook told the host, once it has. */
  told: { result: HandledDispatch | undefined } | undefined;
  reported: string | undefined;
  /** Resolves the dispatcher's `waitForIdle`. */
  readonly idle: () => void;
  readonly sendingFails: (error: Error) => void;
  readonly whenIdle: Promise<void>;
  readonly #emit: (event: DiagnosticEvent) => void;
  readonly #sessionKey: string;

  /** @param emit tells the host's diagnostics */
  constructor(message: HostMessage, sessionKey: string, emit: (event: DiagnosticEvent) => void) {
    this.#sessionKey = sessionKey;
    this.#emit = emit;
    this.message = message;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.whenIdle = promise;
    this.idle = resolve;
    this.sendingFails = reject;
  }

  /** The channel takes it back, to deliver it again. */
  takeBack(): void {
    this.controller.abort(new Error("ingress claim lease reclaimed"));
  }

  /** Whether the host has it now: its run may go on. */
  get running(): boolean {
    return this.told !== undefined && this.told.result === undefined;
  }

  get dropped(): boolean {
    return this.told?.result?.handled === true;
  }

  /** The host has processed it, and by default its replies are out as well. */
  async finish({ outcome = "completed", reason = "", sent = true } = {}): Promise<void> {
    const { Surface, Provider, MessageSid, MessageSidFull } = this.message;
    const channel = Surface ?? Provider ?? "";
    const messageId = MessageSidFull ?? MessageSid ?? "";
    const sessionKey = this.#sessionKey;
    this.#emit({ type: "message.processed", channel, messageId, sessionKey, outcome, reason });
    if (sent) this.idle();
    await calm(LOOP_TURNS);
  }

  /** What the hook gets beside the event. */
  context(cfg: HostConfig): ReplyDispatchContext {
    return {
      cfg,
      abortSignal: this.controller.signal,
      dispatcher: {
        sendFinalReply: ({ text }) => this.sentTexts.push(text) > 0,
        waitForIdle: () => this.whenIdle,
        getQueuedCounts: () => ({ final: this.sentTexts.length }),
      },
      recordProcessed: (outcome, { reason = "" } = {}) => {
        this.reported = `${outcome} ${reason}`;
        // The host tells everybody, its own plugin too.
        void this.finish({ outcome, reason, sent: false });
      },
      markIdle: () => {},
    };
  }
}

/** The host's context of a message. */
export function messageOf(sent: Sent, fallback: { id: string; at: number }): HostMessage {
  const { id = fallback.id, at = fallback.at, text = `text ${id}`, sender = "ou_ann" } = sent;
  return {
    MessageSid: id,
    AccountId: sent.account ?? "default",
    Provider: sent.channel ?? "feishu",
    OriginatingChannel: sent.channel ?? "feishu",
    ChatType: sent.chatType ?? "direct",
    SenderId: sender,
    To: `user:${sender}`,
    CommandBody: text,
    RawBody: text,
    Timestamp: at,
    ...sent.message,
  };
}
