import {
  type DeliverOptions,
  EventMaker,
  feishuId,
  type StandIn,
  type StandInApp,
} from "../../../../src/stand-in/index.ts";
import { ownMessage } from "../../../support/stand-in/own-message.ts";
import type { Agent } from "../agent.ts";
import type { Purpose } from "../check/journal.ts";
import type { GatewayPlan } from "../gateway-config.ts";
import type { Manner } from "../manners.ts";
import type { Recorder } from "../recorder.ts";

/** What somebody can do. */
export const forms = {
  text: "turn",
  post: "turn",
  picture: "turn",
  reaction: "turn",
  card: "turn",
  menu: "turn",
  "/new": "turn",
  "/btw": "aside",
  "/stop": "stop",
  "/status": "status",
} as const satisfies Record<string, Purpose>;
export type Form = keyof typeof forms;

/** How something is done, beside what. */
export interface Doing {
  readonly manner: Manner;
  readonly deliver?: DeliverOptions;
  /** Feishu sends it again under a fresh message id. */
  readonly isCopied?: boolean;
  readonly isRefused?: boolean;
}

/** The world around the people. */
export interface Scene {
  readonly feishu: StandIn;
  readonly agent: Agent;
  readonly recorder: Recorder;
}

type Made = { readonly event: { readonly header: { readonly event_id: string } }; readonly place: string };

/** Somebody who writes to one bot. */
export class Person {
  readonly name: string;
  readonly #scene: Scene;
  readonly #plan: GatewayPlan;
  readonly #app: StandInApp;
  readonly #maker: EventMaker;
  #asks = 0;
  #at = 0;

  constructor(name: string, scene: Scene, plan: GatewayPlan, app: StandInApp) {
    this.name = name;
    this.#scene = scene;
    this.#plan = plan;
    this.#app = app;
    const token = app.verificationToken ?? "";
    this.#maker = new EventMaker({ appId: app.appId, token, prefix: `${app.appId} ${name} ` });
  }

  /** @param prepare told where its answer goes, before it is delivered */
  do(form: Form, doing: Doing, prepare: (place: string) => void = () => {}): void {
    const { feishu, agent, recorder } = this.#scene;
    this.#asks += 1;
    const ask = `${this.name}-${this.#plan.apps.indexOf(this.#app)}-${this.#plan.name}-${this.#asks}`;
    const made = this.#make(form, ask, this.#now());
    const all = [made, ...(doing.isCopied ? [this.#again(made)] : [])];
    for (const { event } of all) recorder.expect(event.header.event_id, ask);
    agent.expect(ask, doing.manner);
    const { name: gateway, dmScope } = this.#plan;
    const session = dmScope === "main" ? "everybody" : this.name;
    const places = [...new Set(all.map(({ place }) => place))];
    const isRefused = doing.isRefused ?? false;
    recorder.note({ what: "asked", ask, form, purpose: forms[form], session, gateway, places, isRefused });
    prepare(made.place);
    const { transport } = this.#plan;
    for (const { event } of all) feishu.deliver(event, { ...doing.deliver, transport });
  }

  #make(form: Form, ask: string, at: number): Made {
    const who = { user: this.name, at };
    const about = feishuId("om", `about ${ask}`);
    switch (form) {
      case "post":
        return ofMessage(
          this.#maker.message(who, "post", { title: ask, content: [[{ tag: "text", text: "?" }]] }),
        );
      case "picture":
        return ofMessage(this.#maker.message(who, "image", { image_key: ask }));
      case "reaction":
        this.#scene.feishu.remember(ownMessage(this.#maker, who, about, this.#app));
        return { event: this.#maker.reaction(who, about, "OK"), place: about };
      case "card":
        this.#scene.feishu.remember(ownMessage(this.#maker, who, about, this.#app));
        return { event: this.#maker.cardAction(who, about, { ask }), place: about };
      case "menu":
        return { event: this.#maker.menu(who, ask), place: feishuId("ou", this.name) };
      case "text":
        return ofMessage(this.#maker.text(who, ask));
      case "/btw":
        return ofMessage(this.#maker.text(who, `/btw ${ask}`));
      default:
        return ofMessage(this.#maker.text(who, form));
    }
  }

  /** The same event under a fresh event and message id, as Feishu has been seen to send it. */
  #again({ event }: Made): Made {
    const fresh = this.#maker.text({ user: this.name }, "");
    const copy = structuredClone(event) as typeof fresh;
    copy.header.event_id = fresh.header.event_id;
    copy.event.message.message_id = fresh.event.message.message_id;
    return ofMessage(copy);
  }

  /** Two of the same words in one ms would be one message. */
  #now(): number {
    this.#at = Math.max(this.#at + 1, Date.now());
    return this.#at;
  }
}

function ofMessage(event: ReturnType<EventMaker["text"]>): Made {
  return { event, place: event.event.message.message_id };
}
