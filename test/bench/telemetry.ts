/**
 * What metrics and traces cost for each message, from its event to its end, on top of the least that a webhook event
 * costs: to check, decrypt and parse it.
 */
import { trace } from "@opentelemetry/api";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { parseEvent } from "../../src/feishu/event/parse.ts";
import { createOpen } from "../../src/feishu/webhook/open-webhook.ts";
import { checkConfig } from "../../src/gateway/index.ts";
import { startTelemetry } from "../../src/gateway/telemetry/telemetry.ts";
import { Journal } from "../../src/journal/journal.ts";
import { DEMO_APP } from "../../src/stand-in/index.ts";
import { requests } from "./bodies.ts";
import { type Contender, drive, measure } from "./measure.ts";
import type { Size } from "./parts.ts";
import { compare, type Result } from "./report/result.ts";

const BODIES = 5000;
const ALONE = "the event alone";
const { appId, appSecret, encryptKey, verificationToken } = DEMO_APP;
const all = requests(BODIES, 30);
const open = createOpen({ encryptKey, verificationToken }, Date.now);
const health = { ok: true } as const;
let row = 0;

/** A journal that telemetry listens to. @param served whether there is `/metrics` */
async function heard(served: boolean): Promise<Journal> {
  const feishu = { accounts: { default: { appId, appSecret } } };
  const agent = { kind: "echo" };
  const config = checkConfig({ channels: { feishu }, agent, health: served && {} }, "(bench)");
  const journal = new Journal();
  await startTelemetry(config, { journal, inbox: { health: () => health } });
  return journal;
}

/** The facts of a message that is answered. */
function tell(journal: Journal): void {
  row += 1;
  const transport = "webhook";
  const note = journal.about({ row, turnId: `t-${row}`, account: "default", sessionKey: `s-${row % 50}` });
  const eventId = `e-${row}`;
  note({
    ...{ type: "received", claim: "accepted", kind: "ordinary", transport, ids: [eventId] },
    ...{ eventId, eventType: "im.message.receive_v1", messageId: `om_${row}` },
  });
  journal.note({
    type: "acknowledged",
    account: "default",
    transport,
    eventId,
    status: "accepted",
    tookMs: 1,
  });
  note({ type: "started", attempt: 1 });
  note({ type: "replied", part: 1, kind: "message" });
  note({ type: "ended", outcome: "completed" });
}

function contender(journal?: Journal): Contender {
  return (workload) =>
    drive(workload, (event) => {
      const request = all[event];
      const opened = request && open((name) => request.headers[name] ?? "", request.body);
      if (opened?.kind !== "event" || !parseEvent(opened.envelope)) throw new Error("it is an event");
      if (journal) tell(journal);
    });
}

const workload = { name: "events", count: BODIES, awaited: true, keyOf: String, idOf: String };

/** @returns what metrics and traces cost beside the event alone */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const rounds = isQuick ? 3 : 7;
  const listened = {
    "its facts, and nobody listens": contender(new Journal()),
    "OpenTelemetry's API without an SDK": contender(await heard(false)),
    "/metrics": contender(await heard(true)),
  };
  const costs = await measure(workload, { [ALONE]: contender(), ...listened }, rounds);
  trace.setGlobalTracerProvider(new TracerProvider());
  const traced = await measure(
    workload,
    { [ALONE]: contender(), "/metrics and traces": contender(await heard(true)) },
    rounds,
  );
  return [costs, traced].flatMap(({ [ALONE]: alone, ...listened }) =>
    Object.entries(listened).map(([name, costs]) =>
      compare({ name: `telemetry: ${name}`, unit: "µs" }, { name, costs }, { name: ALONE, costs: alone }),
    ),
  );
}
