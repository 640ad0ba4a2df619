/**
 * The parts of OpenClaw that the plugin touches, as 2026.5.20 and 2026.9.6 both have them. Whatever may be
 * missing on some version is optional, and nothing is taken for granted beyond what stands here.
 */
import type { HttpRoute } from "./http-route.ts";
import type { HostMessage } from "./message.ts";

/** The host's log, which plugins write to. */
export interface HostLogger {
  debug?(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What `reply_dispatch` is about. */
export interface ReplyDispatchEvent {
  readonly ctx?: HostMessage;
  readonly sessionKey?: string;
  /** The second call for one message, after its run. */
  readonly isTailDispatch?: boolean;
  /** Nobody may see a reply to this message. */
  readonly suppressUserDelivery?: boolean;
}

/** Sends the replies to one message, in order. */
export interface ReplyDispatcher {
  sendFinalReply(payload: { text: string }): boolean;
  waitForIdle(): Promise<unknown>;
  /** How many replies it was given so far. */
  getQueuedCounts?(): { readonly final: number };
}

/** What `reply_dispatch` may do about it. */
export interface ReplyDispatchContext {
  readonly cfg?: HostConfig;
  readonly dispatcher?: ReplyDispatcher;
  readonly abortSignal?: AbortSignal;
  recordProcessed?(outcome: "completed" | "skipped" | "error", options?: { reason?: string }): void;
  markIdle?(reason: string): void;
}

/** Tells the host that nothing is left to do. */
export interface HandledDispatch {
  readonly handled: true;
  readonly queuedFinal: boolean;
  readonly counts: { readonly tool: number; readonly block: number; readonly final: number };
}

/** What the plugin reads of the gateway's config. */
export interface HostConfig {
  readonly diagnostics?: { readonly enabled?: boolean };
  readonly gateway?: { readonly port?: number; readonly tls?: { readonly enabled?: boolean } };
  readonly plugins?: {
    readonly entries?: Readonly<Record<string, { readonly hooks?: object } | undefined>>;
  };
}

/** What the host knows about who typed a command. */
export interface CommandContext {
  readonly sessionKey?: string;
  readonly senderIsOwner?: boolean;
  readonly args?: string;
}

/** One call of a gateway method, and how to answer it. */
export interface GatewayCall {
  readonly params: Readonly<Record<string, unknown>>;
  respond(ok: boolean, payload?: unknown, error?: { code: string; message: string }): void;
}

/** Runs one message through the host's whole reply pipeline. */
export type DispatchReply = (params: {
  ctx: HostMessage;
  cfg: HostConfig | undefined;
  dispatcher: ReplyDispatcher;
}) => Promise<unknown>;

/** A message that the host has sent; not every channel says under which id. */
export interface MessageSentEvent {
  readonly success?: boolean;
  readonly messageId?: string;
}

/** Where it was sent. */
export interface MessageSentContext {
  readonly channelId: string;
  readonly accountId?: string;
}

/** The hooks that the plugin uses. */
export interface HostHooks {
  /** Before a message's reply is made. The host waits for what it returns. */
  reply_dispatch(
    event: ReplyDispatchEvent,
    context: ReplyDispatchContext,
  ): Promise<HandledDispatch | undefined> | undefined;
  /** After a message was sent. Hosts before 2026.9 call it for some messages only, and not for ordinary replies. */
  message_sent(event: MessageSentEvent, context: MessageSentContext): void;
  /** When the gateway serves. */
  gateway_start(event?: { readonly port?: number }): void;
  /** Before the host closes its channels. It waits, within limits of its own. */
  gateway_stop(): Promise<void>;
}

/** What the host gives to a plugin when it registers. */
export interface HostApi {
  /** The gateway's own config. */
  readonly config?: HostConfig;
  /** `plugins.entries.feishu-dispatch-dedup.config`, not yet checked. */
  readonly pluginConfig?: unknown;
  readonly logger: HostLogger;
  /** The host's helpers, as far as this version has them. */
  readonly runtime?: {
    readonly state?: {
      resolveStateDir?(env?: NodeJS.ProcessEnv): string;
      /** Only its being there matters. */
      readonly openChannelIngressQueue?: unknown;
    };
    readonly channel?: { readonly reply?: { readonly dispatchReplyFromConfig?: DispatchReply } };
  };
  /** Registers a hook; of several plugins, the one with the higher priority is asked first. */
  on<K extends keyof HostHooks>(hook: K, handler: HostHooks[K], options?: { priority: number }): void;
  /** Adds a command that users type in a chat. */
  registerCommand?(command: {
    name: string;
    description: string;
    acceptsArgs: boolean;
    handler(context: CommandContext): { text: string };
  }): void;
  /** Adds a method for `openclaw gateway call`. */
  registerGatewayMethod?(
    method: string,
    handler: (call: GatewayCall) => void,
    options: { scope: "operator.read" | "operator.write" },
  ): void;
  /** Serves something on the host's own port. */
  registerHttpRoute?(route: HttpRoute): void;
  /** Asks for a restart when the config changes below one of these keys. */
  registerReload?(registration: { restartPrefixes: string[] }): void;
}
