import {
  createClient,
  type FeishuClient,
  FeishuTime,
  type Intake,
  type IntakeStats,
  LongConnection,
  Whereabouts,
} from "../../feishu/channel.ts";
import type { FeishuEvent, GroupOptions, TextOptions } from "../../feishu/index.ts";
import { createNodeHandler, type NodeHandler } from "../../feishu/webhook/node-handler.ts";
import { groupOptionsOf } from "../config/groups.ts";
import { pressOptionsOf } from "../config/presses.ts";
import { intakeOf } from "./account-intake.ts";
import type { AccountOptions } from "./account-options.ts";
import { Login } from "./login.ts";
import { OtherPrograms, type Signs } from "./other-programs.ts";
import { Outbound } from "./outbound.ts";
import { OwnId } from "./own-id.ts";
import { Refusals } from "./refusals.ts";

/** One bot account: where its events come in and its replies go out. */
export class Account {
  readonly name: string;
  readonly outbound: Outbound;
  readonly #options: AccountOptions;
  readonly #client: FeishuClient;
  readonly #ownId: OwnId;
  readonly #intake: Intake;
  readonly #connection: LongConnection | undefined;
  readonly #others: OtherPrograms;
  readonly #login: Login;
  readonly #time: FeishuTime;
  readonly #groups: ReturnType<typeof groupOptionsOf>;
  readonly #presses: ReturnType<typeof pressOptionsOf>;

  constructor(options: AccountOptions) {
    const { channel, credentials, onOpen = () => {}, log, time = new FeishuTime(log) } = options;
    const { account, appId, appSecret } = credentials;
    const { domain, transport } = channel;
    this.name = account;
    this.#options = options;
    this.#time = time;
    this.#client = createClient({ appId, appSecret, domain, time, log });
    const { authenticate } = this.#client;
    this.#login = new Login({ account, authenticate, onChange: onOpen, log });
    this.#ownId = new OwnId({ account, client: this.#client, onAsked: onOpen, log });
    this.#others = new OtherPrograms({ account, log });
    const sent = (ids: string[]) => this.#others.sent(ids);
    const ownIds = () => [appId, this.#ownId.openId];
    const places = new Whereabouts({ account, client: this.#client, ownIds, log });
    const around = { account, client: this.#client, login: this.#login, sent, onSent: places.sent, log };
    this.outbound = new Outbound({ ...around, ...options.replies });
    this.#groups = groupOptionsOf(channel, account);
    this.#presses = pressOptionsOf(channel, account);
    const hear = this.#others.hear.bind(this.#others);
    const onRefused = this.#tellingRefused();
    this.#intake = intakeOf(options, { self: this.#ownId, places, hear, onRefused });
    const intake = this.#intake;
    if (transport === "websocket")
      this.#connection = new LongConnection({
        ...{ account, appId, appSecret, domain, intake, log },
        onAnswer: (code) => this.#others.answered(code),
        onState: (state) => state === "connected" && this.#others.connected(),
      });
  }

  #tellingRefused(): ((event: FeishuEvent) => void) | undefined {
    const { channel, refusalFor, log } = this.#options;
    if (!channel.notifyRefused || !refusalFor) return undefined;
    const { name: account, outbound } = this;
    const refusals = new Refusals({
      account,
      outbound,
      reading: () => this.reading,
      textFor: refusalFor,
      log,
    });
    return (event) => refusals.tell(event);
  }

  /** Signs that other programs are connected with the same app; undefined when there are none. */
  get otherPrograms(): Signs | undefined {
    return this.#others.signs;
  }

  /** Whether events can come in, and be answered. */
  get isReady(): boolean {
    const isConnected = this.#connection ? this.#connection.state === "connected" : true;
    return isConnected && this.#login.isIn;
  }

  /** How far it is with Feishu: whether that has answered, and given it a token. */
  get login(): Pick<Login, "isIn" | "hasAnswer"> {
    return this.#login;
  }

  /** Asks Feishu for something, so that its time is known. */
  async learnTime(): Promise<void> {
    await this.#client.authenticate().catch(() => {});
  }

  get stats(): IntakeStats {
    return this.#intake.stats();
  }

  /** Where the account's webhook is and what answers there; undefined with a long connection. */
  get webhook(): { readonly path: string; readonly handle: NodeHandler } | undefined {
    if (this.#connection) return undefined;
    const { credentials, log } = this.#options;
    const handle = createNodeHandler({ ...credentials, intake: this.#intake, now: this.#time.now, log });
    return { path: credentials.path, handle };
  }

  /** What the text of an event and its session depend on. */
  get reading(): TextOptions & GroupOptions {
    return { ...this.#groups, ...this.#presses, botOpenId: this.#ownId.openId };
  }

  /** Who the bot is, as soon as Feishu has said so. Until then what may be its own, or hangs on it, is not taken. */
  get self(): Pick<OwnId, "openId" | "wasAsked"> {
    return this.#ownId;
  }

  /**
   * Logs in, asks for the bot's own id, and opens the long connection, if it has one. It logs in until it is in; this
   * waits for the first answer.
   *
   * @throws UsageError `ERR_FEISHU_REFUSED` when Feishu does not accept the credentials
   */
  async start(): Promise<void> {
    await Promise.all([this.#login.start(), this.#ownId.start(), this.#connection?.start()]);
    const { name: account, isReady } = this;
    if (isReady) this.#options.log.info({ account }, `connected as ${this.#ownId.name ?? account}`);
  }

  /** Takes no more events. Those under way are kept and answered first. */
  async close(): Promise<void> {
    this.#ownId.close();
    this.#login.close();
    const taken = this.#intake.close();
    await this.#connection?.close();
    await taken;
  }

  /** Ends every request to Feishu that is still under way, replies too. */
  hangUp(): void {
    this.#client.close();
  }
}
