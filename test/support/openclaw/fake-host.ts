import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "@sinonjs/fake-timers";
import { onTestFinished } from "vitest";
import type { DiagnosticEvent } from "../../../src/openclaw/host/diagnostics.ts";
import type {
  CommandContext,
  DispatchReply,
  HostApi,
  HostConfig,
  HostHooks,
  MessageSentContext,
  MessageSentEvent,
} from "../../../src/openclaw/host/host.ts";
import type { HttpRoute } from "../../../src/openclaw/host/http-route.ts";
import { register } from "../../../src/openclaw/register.ts";
import { calm } from "../calm.ts";
import { Dispatched, LOOP_TURNS, messageOf, type Sent } from "./dispatched.ts";
import { answering, endProcess, withDefaults } from "./process.ts";

/** An OpenClaw of which only the edges are real: the hooks, the diagnostics and the state folder. */
export class FakeHost {
  readonly clock = createClock(Date.UTC(2026, 4, 23));
  /** The host's state folder. */
  readonly folder: string;
  readonly logged: string[] = [];
  readonly aborted: string[] = [];
  readonly methods = new Map<string, (params: object) => unknown>();
  readonly config: HostConfig;
  /** What plugins have it serve. */
  readonly routes: HttpRoute[] = [];
  /** Whether it gives up on messages that are held for long. */
  hasWatchdog = true;
  /** Whether it says that it still runs what a session is held for. */
  stillRuns = false;
  /** What aborting a run throws. */
  abortFails: Error | undefined;
  /** What the host does when a plugin runs a message through it. */
  dispatchReply: DispatchReply = async () => {};
  command: (context: CommandContext) => string = () => "";
  /** What another plugin does about a message that this one has let go. */
  otherPlugin: HostHooks["reply_dispatch"] = () => undefined;
  readonly #hooks: { [K in keyof HostHooks]: Array<Array<HostHooks[K]>> } = {
    reply_dispatch: [],
    message_sent: [],
    gateway_start: [],
    gateway_stop: [],
  };
  /** Who listens to its diagnostics. */
  readonly listeners = new Set<(event: DiagnosticEvent) => void>();
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
    for (const handlers of Object.values(this.#hooks)) handlers.push([]);
    register(
      {
        config: this.config,
        pluginConfig: withDefaults(pluginConfig),
        logger: { debug: log("debug"), info: log("info"), warn: log("warn") },
        runtime: {
          state: {
            resolveStateDir: () => this.folder,
            ...(this.hasWatchdog && { openChannelIngressQueue: () => {} }),
          },
          channel: { reply: { dispatchReplyFromConfig: (params) => this.dispatchReply(params) } },
        },
        // In the order of their priorities.
        on: (hook, handler) => void this.#hooks[hook].at(-1)?.push(handler),
        registerCommand: ({ handler }) => {
          this.command = (context) => handler(context).text;
        },
        registerHttpRoute: (route) => void this.routes.push(route),
        registerGatewayMethod: (method, handler) => void this.methods.set(method, answering(handler)),
        ...overrides,
      },
      {
        onDiagnosticEvent: (listener) => this.#listen(listener),
        onInternalDiagnosticEvent: (listener) => this.#listen(listener),
        abortRun: async (sessionKey) => {
          this.aborted.push(sessionKey);
          if (this.abortFails) throw this.abortFails;
        },
        isRunning: async () => this.stillRuns,
        now: () => clock.now,
        timers: clock,
      },
    );
    return this;
  }

  /** Takes a message through the hook; it runs until the test finishes it. */
  async send(sent: Sent = {}): Promise<Dispatched> {
    const message = sent.bare ? {} : messageOf(sent, { id: `om_${++this.#ids}`, at: this.clock.now });
    const sessionKey = sent.session ?? "agent:main:main";
    const dispatched = new Dispatched(message, sessionKey, (event) => this.emit(event));
    if (sent.aborted) dispatched.takeBack();
    const event = { ctx: message, sessionKey, ...sent.event };
    const [first, last] = this.#hooks.reply_dispatch[sent.instance ?? 0] ?? [];
    if (!first || !last) throw new Error("no such instance");
    const context = dispatched.context(this.config);
    const ask = async () =>
      (await first(event, context)) ??
      (await this.otherPlugin(event, context)) ??
      (await last(event, context));
    void ask().then((result) => {
      dispatched.told = { result };
      if (result?.handled) dispatched.idle();
    });
    await calm(LOOP_TURNS);
    return dispatched;
  }

  /** Tells the plugin that the host has sent a message. */
  sent(
    event: MessageSentEvent,
    context: MessageSentContext = { channelId: "feishu", accountId: "default" },
  ): void {
    for (const handler of this.#hooks.message_sent.flat()) handler(event, context);
  }

  emit(event: DiagnosticEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    await this.clock.tickAsync(ms);
    await calm(LOOP_TURNS);
  }

  /** Tells the plugin that the gateway serves. */
  start(event?: { readonly port: number }): void {
    for (const handler of this.#hooks.gateway_start.flat()) handler(event);
  }

  /** Tells the plugin that the gateway stops, and waits for it as long as the host does. */
  async stop({ afterMs = 20_000 } = {}): Promise<void> {
    const stopped = Promise.all(this.#hooks.gateway_stop.flat().map((handler) => handler()));
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
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
