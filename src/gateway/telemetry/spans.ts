import type { Attributes, Context, Span, SpanContext, Tracer } from "@opentelemetry/api";
import { LRUCache } from "lru-cache";
import type { Fact, FactOf } from "../../journal/facts.ts";
import type { Sink } from "../../journal/follow/follow.ts";
import type { OpenTurn, Over } from "../../journal/follow/open-turns.ts";
import { codeOf, kindOfIdentity } from "../../journal/view/counters.ts";
import * as name from "./attributes.ts";
import type { Api } from "./load.ts";

/** So many turns that are over are remembered, for the links of deliveries that come later. */
const MOST_OVER = 10_000;

/** A delivery of work that waits: it is linked to the turn of that once there is one. */
interface Repeat {
  readonly span: Span;
  readonly at: number;
}

/**
 * A span for each turn, from its first attempt to its end, and one for each delivery of what was known already, linked to
 * the turn that it repeats. Ids are in it, so that it is found from the log; neither who wrote nor what.
 */
export class Spans implements Sink {
  readonly #api: Api;
  readonly #tracer: Tracer;
  readonly #running = new Map<OpenTurn, Span>();
  readonly #byTurnId = new Map<string, Span>();
  readonly #repeats = new Map<OpenTurn, Repeat[]>();
  readonly #over = new LRUCache<number, SpanContext>({ max: MOST_OVER });

  constructor(api: Api, tracer: Tracer) {
    this.#api = api;
    this.#tracer = tracer;
  }

  /** In which what belongs to a turn is done; undefined where none of that id runs. */
  contextOf(turnId: string): Context | undefined {
    const span = this.#byTurnId.get(turnId);
    return span && this.#api.trace.setSpan(this.#api.ROOT_CONTEXT, span);
  }

  hear(fact: Fact, turn: OpenTurn | undefined): void {
    switch (fact.type) {
      case "received":
        return fact.claim === "accepted" ? undefined : this.#repeat(fact, turn);
      case "started":
        return turn && this.#start(turn, fact);
      case "replied": {
        const { part, kind, dropped = false } = fact;
        return this.#event(turn, fact, { part, kind, dropped });
      }
      case "cancelled":
        return this.#event(turn, fact, { by: fact.by });
      case "retry":
        return this.#event(turn, fact, { attempt: fact.attempt, [name.ERROR]: codeOf(fact.error) });
      case "hung":
        return this.#event(turn, fact, {});
      // They are of no turn, of one that has not begun, or of one that is over.
      case "arrived":
      case "resumed":
      case "waiting":
      case "elsewhere":
      case "ended":
      case "dead":
      case "left":
      case "lost":
      case "recalled":
      case "acknowledged":
      case "ignored":
      case "refused":
        return;
      default:
        return fact satisfies never;
    }
  }

  over({ turn, outcome, error }: Over, at: number): void {
    const span = this.#running.get(turn);
    this.#settle(turn, span?.spanContext());
    if (!span) return;
    span.setAttribute(name.OUTCOME, outcome);
    if (error !== undefined) {
      span.setAttribute(name.ERROR, error);
      span.setStatus({ code: this.#api.SpanStatusCode.ERROR, message: error });
    }
    span.end(Math.max(at, turn.startedAt ?? at));
    this.#over.set(turn.row, span.spanContext());
    this.#running.delete(turn);
    if (this.#byTurnId.get(turn.turnId) === span) this.#byTurnId.delete(turn.turnId);
  }

  #start(turn: OpenTurn, fact: FactOf<"started">): void {
    if (this.#running.has(turn)) return this.#event(turn, fact, { attempt: fact.attempt });
    const { account, transport, turnId, messageId } = turn;
    const of = { account, transport, messageId };
    const span = this.#span("process", of, { at: fact.at, context: this.#api.ROOT_CONTEXT });
    span.setAttributes({ [name.TURN_ID]: turnId, [name.ATTEMPT]: fact.attempt });
    this.#running.set(turn, span);
    this.#byTurnId.set(turnId, span);
    this.#settle(turn, span.spanContext());
  }

  #event(turn: OpenTurn | undefined, { type, at }: Fact, attributes: Attributes): void {
    const span = turn && this.#running.get(turn);
    span?.addEvent(type, attributes, at);
  }

  #repeat(fact: FactOf<"received">, turn: OpenTurn | undefined): void {
    const { at, row, turnId, claim, by } = fact;
    const span = this.#span("receive", fact, { at });
    span.setAttributes({ [name.TURN_ID]: turnId, [name.CLAIM]: claim });
    if (by !== undefined) span.setAttribute(name.IDENTITY, kindOfIdentity(by));
    const repeat = { span, at };
    if (!turn || this.#running.has(turn))
      return link(repeat, (turn && this.#running.get(turn)?.spanContext()) ?? this.#over.get(row));
    this.#repeats.set(turn, [...(this.#repeats.get(turn) ?? []), repeat]);
  }

  /** @param context of its turn; undefined when there is none */
  #settle(turn: OpenTurn, context: SpanContext | undefined): void {
    for (const repeat of this.#repeats.get(turn) ?? []) link(repeat, context);
    this.#repeats.delete(turn);
  }

  #span(
    operation: "process" | "receive",
    {
      account,
      transport,
      messageId,
    }: Pick<OpenTurn, "account" | "transport"> & { messageId?: string | undefined },
    { at: startTime, context }: { readonly at: number; readonly context?: Context },
  ): Span {
    const attributes: Attributes = {
      ...name.messaging(operation, account),
      ...{ [name.OPERATION_TYPE]: operation, [name.TRANSPORT]: transport },
      ...(messageId !== undefined && { [name.MESSAGE_ID]: messageId }),
    };
    const kind = this.#api.SpanKind.CONSUMER;
    return this.#tracer.startSpan(`${operation} ${account}`, { kind, startTime, attributes }, context);
  }
}

function link({ span, at }: Repeat, context: SpanContext | undefined): void {
  if (context) span.addLink({ context });
  span.end(at);
}
