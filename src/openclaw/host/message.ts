import type { HostMedia } from "./media.ts";

/** The host's message context: what the channel knows about one inbound message. */
export interface HostMessage extends HostMedia {
  readonly MessageSid?: string;
  readonly MessageSidFull?: string | undefined;
  readonly AccountId?: string;
  readonly Provider?: string;
  readonly Surface?: string;
  readonly OriginatingChannel?: string;
  readonly ChatType?: string;
  readonly SenderId?: string;
  readonly From?: string;
  readonly To?: string;
  readonly NativeChannelId?: string;
  readonly MessageThreadId?: string | number;
  readonly CommandBody?: string;
  readonly RawBody?: string;
  /** Feishu's `create_time`, in ms. */
  Timestamp?: number;
}
