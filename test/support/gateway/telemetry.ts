import type { IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import { checkConfig } from "../../../src/gateway/index.ts";
import { startTelemetry } from "../../../src/gateway/telemetry/telemetry.ts";
import type { About, FactOf, FactType, NewFact } from "../../../src/journal/facts.ts";
import { Journal } from "../../../src/journal/journal.ts";
import { configOf } from "./config.ts";
import { startServer } from "./http-server.ts";
import { Scrape } from "./scrape.ts";

type Fields<Type extends FactType> = Omit<FactOf<Type>, keyof About | "type" | "seq" | "at">;

/** What facts of each type say, beside what they are about; one for each type that there is. */
export const fields: { readonly [Type in FactType]: Fields<Type> } = {
  received: {
    ...{ claim: "accepted", kind: "ordinary", transport: "webhook", ids: ["event:default:e-1"] },
    ...{ eventId: "e-1", eventType: "im.message.receive_v1", messageId: "om_1" },
  },
  elsewhere: {},
  arrived: { kind: "ordinary", transport: "websocket", receivedAt: 0 },
  resumed: { kind: "ordinary", transport: "websocket", receivedAt: 0, why: "left", attempts: 1 },
  waiting: { why: "account" },
  started: { attempt: 1 },
  replied: { part: 1, kind: "message" },
  cancelled: { by: "stop" },
  retry: { attempt: 1, retryAt: 0, error: "ERR_AGENT_STATUS: the agent answered" },
  hung: { startedAt: 0 },
  ended: { outcome: "completed" },
  dead: { error: "ERR_AGENT_STATUS: the agent answered" },
  left: {},
  lost: { count: 1 },
  recalled: { became: "dropped" },
  acknowledged: { transport: "webhook", eventId: "e-1", status: "accepted", tookMs: 5 },
  ignored: { reason: "not-allowed" },
  refused: { code: "ERR_WEBHOOK_SIGNATURE" },
};

/** Telemetry of a journal that the test tells, by a clock that it sets. It is closed when the test has ended. */
export async function toldTelemetry() {
  const clock = { now: 1_700_000_000_000 };
  const journal = new Journal({ now: () => clock.now });
  const config = checkConfig(configOf("http://127.0.0.1:1", "http://127.0.0.1:1/turn"), "gateway.json5");
  const health = { ok: true } as const;
  const telemetry = await startTelemetry(config, { journal, inbox: { health: () => health } });
  onTestFinished(() => telemetry.close());
  const tell = <Type extends FactType>(type: Type, row = 1, more: Partial<Fields<Type> & About> = {}) => {
    const about = { row, turnId: `t-${row}`, account: "default", sessionKey: "s" };
    journal.note({ type, ...about, ...fields[type], ...more } as unknown as NewFact); // of the type that it names
  };
  // The exporter looks at no request.
  const url = await startServer((response) => telemetry.serve?.({} as IncomingMessage, response));
  return { telemetry, clock, tell, scrape: () => Scrape.of(url) };
}
