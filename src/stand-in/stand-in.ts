import type { Server } from "node:http";
import { Login } from "./api/login.ts";
import { close, createHttpServer, listen, urlOf } from "./api/server.ts";
import { type Settings, type StandInOptions, withDefaults } from "./options.ts";
import { Connections } from "./push/connections.ts";
import { type Answer, Courier } from "./push/courier.ts";
import { routeFor } from "./push/delivery-route.ts";
import { push } from "./push/webhook-push.ts";
import { Changes } from "./state/changes.ts";
import { type Attempt, type DeliverOptions, Delivery, headerFields } from "./state/delivery.ts";
import { MessageState } from "./state/message-state.ts";
import type { SentMessage } from "./state/outbox.ts";
import type { BotReaction } from "./state/reactions.ts";
import { Script, type ScriptRule } from "./state/script.ts";

/**
 * A Feishu on this machine: the HTTP API and the long connection that the official client talks to, and webhook
 * pushes. It delivers the events it is given as Feishu does, again by Feishu's schedule when they are not
 * acknowledged in time, and keeps what the bot sent. Failures are scripted or drawn from a seed.
 *
 * @example
 * ```ts
 * import { EventMaker, type StandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * export async function greet(feishu: StandIn) {
 *   feishu.deliver(new EventMaker().text({ user: "alice" }, "Hello"));
 *   await feishu.changes.until("an answer", () => feishu.messages.length > 0);
 *   await feishu.close();
 * }
 * ```
 */
export class StandIn {
  /** Tells what happens, as it happens; see {@link Changes.until}. */
  readonly changes = new Changes();
  /** Every event that was given to `deliver`, in that order. */
  readonly deliveries: Delivery[] = [];
  readonly #settings: Settings;
  readonly #script = new Script();
  readonly #messages: MessageState;
  readonly #connections: Connections;
  readonly #login: Login;
  readonly #courier: Courier;
  readonly #server: Server;

  /** Use `startStandIn()`. */
  constructor(options: StandInOptions) {
    const settings = withDefaults(options);
    const { changes } = this;
    this.#settings = settings;
    this.#messages = new MessageState(settings.now, settings.messagesPerSecond);
    this.#connections = new Connections({ ...settings, cut: settings.faults.cut, changes });
    const webSocketUrl = () => (settings.publicUrl ?? this.url).replace("http", "ws");
    this.#login = new Login({ ...settings, connections: this.#connections, webSocketUrl });
    this.#courier = new Courier({ ...settings, changes, send: (...sent) => this.#send(...sent) });
    const parts = { settings, changes, script: this.#script, login: this.#login };
    this.#server = createHttpServer({ ...parts, messages: this.#messages, connections: this.#connections });
  }

  /** The `domain` to give the official client, e.g. `http://127.0.0.1:40123`. */
  get url(): string {
    return urlOf(this.#server, this.#settings);
  }

  /** What the bot sent, repetitions under one `uuid` not counted. */
  get messages(): readonly SentMessage[] {
    return this.#messages.outbox.messages;
  }

  /** The reactions that the bot has put on messages, those that it has taken away again among them. */
  get reactions(): readonly BotReaction[] {
    return this.#messages.reactions.all;
  }

  /**
   * Pushes an event to the bot, and again until it is acknowledged or Feishu would give up.
   *
   * @param event the v2 envelope; bytes are sent as they are, to see what the bot does with nonsense
   */
  deliver(event: object, options: DeliverOptions = {}): Delivery {
    const { apps, faults, random } = this.#settings;
    const { appId } = apps.orFirst(options.appId ?? headerFields(event).app_id);
    const delivery = new Delivery(event, { ...options, appId });
    this.deliveries.push(delivery);
    this.#messages.note(event);
    this.#courier.start(delivery, routeFor(options, faults, random));
    return delivery;
  }

  /** Knows the message of an event, and its chat, without pushing it: it was written before. */
  remember(event: object): void {
    this.#messages.note(event);
  }

  /** Takes a message back, whoever wrote it: it cannot be answered or updated any more. No event tells of it. */
  recall(messageId: string): void {
    this.#messages.cards.recall(messageId);
  }

  /** Asks the app's webhook for the challenge, as Feishu does when its address is entered. */
  verifyUrl(challenge: string, appId?: string): Promise<Answer | undefined> {
    const app = this.#settings.apps.orFirst(appId);
    const body = { challenge, token: app.verificationToken, type: "url_verification" };
    return push(app, JSON.stringify(body), this.#settings.now());
  }

  /** Enters the address of an app's webhook. */
  setWebhook(webhookUrl: string, appId?: string): void {
    const { apps } = this.#settings;
    apps.put({ ...apps.orFirst(appId), webhookUrl });
  }

  /** Makes the API fail, hang or lose answers; rules are used up in the order they were added. */
  script(rule: ScriptRule): void {
    this.#script.add(rule);
  }

  /** How many long connections are open, of one app or of all. */
  connections(appId?: string): number {
    return this.#connections.count(appId);
  }

  /** Cuts long connections without a goodbye: a random one, or all. */
  cutConnections(which: "one" | "all" = "all", appId?: string): void {
    this.#connections.cut(which, appId);
  }

  /** Sends bytes as they are to every long connection. */
  sendRaw(bytes: Uint8Array, appId?: string): void {
    this.#connections.sendRaw(bytes, appId);
  }

  /** Makes every access token invalid. */
  revokeTokens(): void {
    this.#login.revokeTokens();
  }

  /** Stops deliveries, cuts the connections and closes the port. */
  async close(): Promise<void> {
    this.#courier.close();
    this.#connections.close();
    await close(this.#server);
  }

  /** Use `startStandIn()`. */
  async listen(): Promise<void> {
    await listen(this.#server, this.#settings);
  }

  #send(delivery: Delivery, attempt: Attempt): Promise<Answer | undefined> {
    if (delivery.transport === "websocket") return this.#connections.send(delivery, attempt);
    const app = this.#settings.apps.orFirst(delivery.appId);
    return push(app, new TextDecoder().decode(delivery.payload), this.#settings.now());
  }
}
