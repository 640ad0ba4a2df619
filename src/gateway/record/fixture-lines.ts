import type { Arrival } from "../../feishu/channel.ts";
import { type FeishuEvent, isMessage, type TextOptions, textOf } from "../../feishu/index.ts";
import { Disguise } from "./disguise.ts";
import type { FixtureSettings } from "./fixture-settings.ts";

/** The lines of one fixture, one after the other, with everything replaced in them that is not Feishu's own. */
export class FixtureLines {
  readonly #settings: FixtureSettings;
  readonly #disguise: Disguise;
  #startedAt: number | undefined;
  #lastAt = 0;

  constructor(settings: FixtureSettings) {
    this.#settings = settings;
    this.#disguise = new Disguise(settings.commands);
  }

  /** The first line. */
  header(name: string): string {
    const { dmScope, groupSessionScope } = this.#settings;
    const header = {
      fixture: 1,
      name,
      about: "What a bot received.",
      source: "Recorded from a live connection; ids, names, texts and numbers are invented.",
      ...(dmScope === undefined ? {} : { dmScope }),
      ...(groupSessionScope === undefined ? {} : { groupSessionScope }),
    };
    return JSON.stringify(header);
  }

  /** @param reading how its account reads it: who the bot is, by which its mentions are told, and which presses speak */
  line({ event, account, transport, receivedAt }: Arrival, reading: TextOptions = {}): string {
    this.#startedAt ??= receivedAt;
    // The clock may be set back; a fixture's may not.
    this.#lastAt = Math.max(this.#lastAt, receivedAt - this.#startedAt);
    const read = { ...this.#bot(event, reading.botOpenId), ...this.#press(event, reading) };
    return JSON.stringify({
      at: this.#lastAt,
      event: this.#disguise.event(event),
      account,
      transport,
      ...read,
    });
  }

  /** Only where somebody is mentioned does it matter. */
  #bot(event: FeishuEvent, botOpenId: string | undefined): object {
    const isNeeded = botOpenId !== undefined && isMessage(event) && event.event.message.mentions?.length;
    return isNeeded ? { botOpenId: this.#disguise.id(botOpenId) } : {};
  }

  /** The keys by which it speaks are disguised, and those of the config are not in the fixture. */
  #press(event: FeishuEvent, reading: TextOptions): object {
    const says = isMessage(event) ? undefined : textOf(event, reading);
    return says === undefined ? {} : { says: this.#disguise.said(says) };
  }
}
