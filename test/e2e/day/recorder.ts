import type { Attempt, Delivery, SentMessage, StandIn } from "../../../src/stand-in/index.ts";
import type { Entry, Happened } from "./check/journal.ts";

const REPLY = /\/messages\/(om_\w+)\/reply$/;

/** Writes down what happens, in the order in which it does. */
export class Recorder {
  readonly journal: Entry[] = [];
  readonly #start = performance.now();
  readonly #askOf = new Map<string, string>();
  readonly #pushes = new Map<Attempt, number>();

  note(happened: Happened): void {
    this.journal.push({ at: performance.now() - this.#start, ...happened });
  }

  /** From now on an event with this id is a push of the ask. */
  expect(eventId: string, ask: string): void {
    this.#askOf.set(eventId, ask);
  }

  askOf(eventId: string): string | undefined {
    return this.#askOf.get(eventId);
  }

  /** Writes down what the stand-in delivers and is sent, from now on. */
  listen({ changes }: StandIn): void {
    changes.on("sent", (delivery, attempt) => this.#pushed(delivery, attempt));
    changes.on("answered", (delivery, attempt) => this.#pushEnded(delivery, attempt));
    changes.on("message", (message) => this.#said(message));
    changes.on("request", (_method, path, status) => {
      const [, place] = REPLY.exec(path) ?? [];
      if (status === 200 && place !== undefined) this.note({ what: "confirmed", place });
    });
  }

  #pushed({ eventId, appId, transport }: Delivery, attempt: Attempt): void {
    const push = this.#pushes.size + 1;
    this.#pushes.set(attempt, push);
    const link = transport === "websocket" ? { link: appId } : {};
    this.note({ what: "pushed", ask: this.askOf(eventId) ?? eventId, push, ...link });
  }

  #pushEnded({ eventId }: Delivery, attempt: Attempt): void {
    const { outcome, data } = attempt;
    const push = this.#pushes.get(attempt);
    if (outcome === "pending" || push === undefined) return;
    const isTurnedAway = Object(Object(data).toast).type === "error";
    this.note({ what: "push-ended", ask: this.askOf(eventId) ?? eventId, push, outcome, isTurnedAway });
  }

  #said({ replyTo, chatId, content }: SentMessage): void {
    this.note({ what: "said", place: replyTo ?? chatId, text: String(JSON.parse(content).text) });
  }
}
