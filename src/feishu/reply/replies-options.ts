import type { FeishuClient } from "../sdk/client.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { SentMessage } from "../sdk/sent-message.ts";
import type { SendingTime } from "./sending-time.ts";

/** How one reply is sent. */
export interface SendOptions {
  /**
   * Names what is said, for one hour and one app: the same, sent again under the same name, is still one message;
   * something else is another. The identity of the work, and what tells replies apart that say the same.
   */
  readonly name: string;
  /**
   * Whether the name alone makes it one message, whatever it says: for a card that is given other contents later, so
   * that it is found again. What was sent under the name before stays as it is. @default false
   */
  readonly isNamedAlone?: boolean | undefined;
  /** Gives up waiting and trying again. What Feishu has been sent stays sent. */
  readonly signal?: AbortSignal | undefined;
  /** What it may take, shared with other replies and other attempts. @default the account's `timeoutMs`, for this one */
  readonly time?: SendingTime | undefined;
  /** Where lines about this reply go, e.g. one that names the turn. @default the account's */
  readonly log?: ChannelLog | undefined;
  /** Told each of its messages as soon as Feishu says that it was sent. @default nobody */
  readonly onSent?: ((message: SentMessage) => void) | undefined;
}

/** How a card is given other contents. */
export interface UpdateOptions extends Pick<SendOptions, "signal" | "time" | "log"> {
  /** Whether its `<at …></at>` mention people. @default false */
  readonly mentions?: boolean;
  /** Whether it is tried once only: something newer will be shown soon. @default false */
  readonly isOnce?: boolean | undefined;
}

/** Who sends the replies, and how fast. */
export interface RepliesOptions {
  /** The bot account's name in the config. */
  readonly account: string;
  readonly client: FeishuClient;
  readonly log: ChannelLog;
  /** Messages for one person or group in any second. @default 5, Feishu's limit */
  readonly perSecond?: number;
  /** How often one message is tried again, after 0.5 to 1 s and then twice as long each time. @default 5 */
  readonly retries?: number;
  /** The longest wait that Feishu may ask for; for a longer one the reply fails. In ms. @default 60,000 */
  readonly maxRetryAfterMs?: number;
  /** How long sending one message may take, with everything that is tried. In ms. @default 60,000 */
  readonly partTimeoutMs?: number;
  /** Told each message as soon as Feishu says that it was sent, e.g. `sent` of `Whereabouts`. @default nobody */
  readonly onSent?: ((message: SentMessage) => void) | undefined;
  /** How long sending all messages of one reply may take, the wait for their turn not counted. In ms. @default 300,000 */
  readonly timeoutMs?: number;
  /**
   * What becomes of the answer to a message that was recalled: it goes to the chat, though never out of a thread, or it
   * is refused like any other that has nowhere to go. @default "chat"
   */
  readonly recalled?: "chat" | "drop";
}
