import { checkAppId } from "../../app-id.ts";
import { UsageError } from "../../errors.ts";

/** An app (a bot account) that the stand-in knows, with the secrets it checks and signs with. */
export interface StandInApp {
  /** `cli_` and 16 hex digits: the official client refuses anything else. */
  readonly appId: string;
  readonly appSecret: string;
  /** The bot's own open id. @default an id derived from `appId` */
  readonly botOpenId?: string;
  /** Webhook bodies are encrypted and signed when it is set. @default none */
  readonly encryptKey?: string;
  /** Sent as `header.token` of every event. @default none */
  readonly verificationToken?: string;
  /** Where webhook deliveries go. @default none: a webhook delivery fails */
  readonly webhookUrl?: string;
}

/** The app that is there when no other is given. None of its secrets opens anything. */
export const DEMO_APP = {
  appId: "cli_0123456789abcdef",
  appSecret: "stand-in-secret",
  botOpenId: "ou_b0700000000000000000000000000000",
  encryptKey: "stand-in-encrypt-key",
  verificationToken: "stand-in-token",
} as const satisfies StandInApp;

/** The apps that the stand-in knows, by id. */
export class Apps {
  readonly #byId = new Map<string, StandInApp>();
  readonly #first: StandInApp;

  constructor(apps: readonly StandInApp[]) {
    const [first] = apps;
    if (!first) throw new UsageError("ERR_INVALID_OPTION", "the stand-in needs at least one app");
    this.#first = first;
    for (const app of apps) this.put(app);
  }

  put(app: StandInApp): void {
    checkAppId(app.appId);
    this.#byId.set(app.appId, app);
  }

  get(appId = ""): StandInApp | undefined {
    return this.#byId.get(appId);
  }

  /** The app with this id; the first one when the id is unknown or missing. */
  orFirst(appId = ""): StandInApp {
    return this.get(appId) ?? this.#byId.get(this.#first.appId) ?? this.#first;
  }
}
