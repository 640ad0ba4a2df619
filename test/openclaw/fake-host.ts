import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createClock } from "@sinonjs/fake-timers";
import { onTestFinished } from "vitest";
import type {
  CommandContext,
  DiagnosticEvent,
  DispatchReply,
  HandledDispatch,
  HostApi,
  HostConfig,
  HostHooks,
  HostMessage,
  ReplyDispatchContext,
  ReplyDispatchEvent,
} from "../../src/openclaw/host.ts";
import { register } from "../../src/openclaw/register.ts";
import { deferred } from "../support/deferred.ts";

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
  readonly #host: FakeHost;

  constructor(host: FakeHost, message: HostMessage) {
    this.#host = host;
    this.message = message;
    const { promise, resolve, reject } = deferred<void>();
    this.whenIdle = promise;
    this.idle = resolve;
    this.sendingFails = reject;
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
    this.#host.emit({ ...this.#processed(), outcome, reason });
    if (sent) this.idle();
    await flush();
  }

  #processed(): DiagnosticEvent {
    const { Provider: channel = "", MessageSid: messageId = "" } = this.message;
    return { type: "message.processed", channel, messageId };
  }
}

/** An OpenClaw of which only the edges are real: the hooks, the diagnostics and the state folder. */
export class FakeHost {
  readonly clock = createClock(Date.UTC(2026, 4, 23));
  /** The host's state folder. */
  readonly folder: string;
  readonly logged: string[] = [];
  readonly aborted: string[] = [];
  readonly methods = new Map<string, (params: object) => unknown>();
  readonly config: HostConfig;
  /** What aborting a run throws. */
  abortFails: Error | undefined;
  /** What the host does when a plugin runs a message through it. */
  dispatchReply: DispatchReply = async () => {};
  command: (context: CommandContext) => string = () => "";
  readonly #hooks: { [K in keyof HostHooks]: Array<HostHooks[K]> } = { reply_dispatch: [], gateway_stop: [] };
  readonly #listeners: Array<(event: DiagnosticEvent) => void> = [];
  readonly #ownsFolder: boolean;
  #ended = false;
  #ids = 0;

  /** @param folder the state folder of a host before this one; it is the same host after a restart then */
  constructor(config: HostConfig = {}, folder?: string) {
    this.config = config;
    this.#ownsFolder = folder === undefined;
    this.folder = folder ?? mkdtempSync(join(tmpdir(), "openclaw-state-"));
    onTestFinished(() => this.end());
  }

  /** Loads an instance of the plugin. */
  load(pluginConfig: unknown = {}, overrides: Partial<HostApi> = {}): this {
    const log = (level: string) => (message: string) => this.logged.push(`${level} ${message}`);
    const { clock } = this;
    register(
      {
        config: this.config,
        pluginConfig,
        logger: { debug: log("debug"), info: log("info"), warn: log("warn") },
        runtime: {
          state: { resolveStateDir: () => this.folder },
          channel: { reply: { dispatchReplyFromConfig: (params) => this.dispatchReply(params) } },
        },
        on: (hook, handler) => void this.#hooks[hook].push(handler),
        registerCommand: ({ handler }) => {
          this.command = (context) => handler(context).text;
        },
        registerGatewayMethod: (method, handler) => {
          this.methods.set(method, (params) => {
            let answer: unknown;
            const respond = (ok: boolean, payload?: unknown, error?: unknown) => {
              answer = ok ? payload : error;
            };
            handler({ params: { ...params }, respond });
            return answer;
          });
        },
        ...overrides,
      },
      {
        onDiagnosticEvent: (listener) => this.#listen(listener),
        onInternalDiagnosticEvent: (listener) => this.#listen(listener),
        abortRun: async (sessionKey) => {
          this.aborted.push(sessionKey);
          if (this.abortFails) throw this.abortFails;
        },
        now: () => clock.now,
        timers: clock,
      },
    );
    return this;
  }

  /** Takes a message through the hook; it runs until the test finishes it. */
  async send(sent: Sent = {}): Promise<Dispatched> {
    const message = sent.bare ? {} : this.#messageOf(sent);
    const dispatched = new Dispatched(this, message);
    if (sent.aborted) dispatched.controller.abort();
    const event = { ctx: message, sessionKey: sent.session ?? "agent:main:main", ...sent.event };
    const hook = this.#hooks.reply_dispatch[sent.instance ?? 0];
    if (!hook) throw new Error("no such instance");
    void Promise.resolve(hook(event, this.#contextOf(dispatched))).then((result) => {
      dispatched.told = { result };
    });
    await flush();
    return dispatched;
  }

  emit(event: DiagnosticEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    await this.clock.tickAsync(ms);
    await flush();
  }

  /** Tells the plugin that the gateway stops, and waits for it as long as the host does. */
  async stop({ afterMs = 20_000 } = {}): Promise<void> {
    const stopped = Promise.all(this.#hooks.gateway_stop.map((handler) => handler()));
    await this.pass(afterMs);
    await stopped;
  }

  /** The lines of a level that contain a text. */
  lines(level: string, text = ""): string[] {
    return this.logged.filter((line) => line.startsWith(`${level} `) && line.includes(text));
  }

  /** Ends the process for good; tests that do not, leave it to the end of the test. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.stop();
    endProcess();
    if (this.#ownsFolder) rmSync(this.folder, { recursive: true });
  }

  #listen(listener: (event: DiagnosticEvent) => void): () => void {
    this.#listeners.push(listener);
    return () => {};
  }

  #messageOf(sent: Sent): HostMessage {
    const { id = `om_${++this.#ids}`, text = `text ${id}`, sender = "ou_ann", at = this.clock.now } = sent;
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
    };
  }

  #contextOf(dispatched: Dispatched): ReplyDispatchContext {
    return {
      cfg: this.config,
      abortSignal: dispatched.controller.signal,
      dispatcher: {
        sendFinalReply: ({ text }) => dispatched.sentTexts.push(text) > 0,
        waitForIdle: () => dispatched.whenIdle,
      },
      recordProcessed: (outcome, options) => {
        dispatched.reported = `${outcome} ${options?.reason}`;
        // The host tells everybody, its own plugin too.
        void dispatched.finish({ outcome, reason: options?.reason ?? "", sent: false });
      },
      markIdle: () => {},
    };
  }
}

/** Lets everything that is ready happen. */
export async function flush(): Promise<void> {
  for (let i = 0; i < 5; i++) await setImmediate();
}

/** Takes away what the instances of the plugin share, as the end of the process does. */
export function endProcess(): void {
  Reflect.deleteProperty(globalThis, Symbol.for("feishu-dispatch-dedup/openclaw/1"));
}
