import type { Meter } from "@opentelemetry/api";

/**
 * In seconds. The messaging conventions advise to end at 10 s, which is where a turn of an agent begins to be long.
 */
const SECONDS = [
  ...[0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ...[30, 60, 120, 300, 600, 1800, 3600],
];

/** Everything that is measured. What `messaging.` begins is as OpenTelemetry's conventions for messaging have it. */
export type Instruments = ReturnType<typeof createInstruments>;

export function createInstruments(meter: Meter) {
  return { ...counters(meter), ...histograms(meter), ...gauges(meter) };
}

function counters(meter: Meter) {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(name, { unit, description });
  return {
    consumed: counter("messaging.client.consumed.messages", "{message}", "Events that Feishu has delivered."),
    sent: counter("messaging.client.sent.messages", "{message}", "Parts of answers that were sent."),
    outcomes: counter("feishu.dispatch.outcomes", "{message}", "Messages that are over, by how."),
    retries: counter("feishu.dispatch.retries", "{attempt}", "Attempts that failed and were made again."),
    ignored: counter("feishu.dispatch.ignored", "{event}", "Events that nothing is to be done for."),
    refused: counter(
      "feishu.dispatch.refused",
      "{request}",
      "Webhook requests and events that were refused.",
    ),
    lost: counter("feishu.dispatch.sessions.lost", "{session}", "Sessions that went to another gateway."),
  };
}

function histograms(meter: Meter) {
  const seconds = (name: string, description: string) =>
    meter.createHistogram(name, {
      unit: "s",
      description,
      advice: { explicitBucketBoundaries: SECONDS },
    });
  return {
    run: seconds("messaging.process.duration", "From the start of a turn to its end."),
    wait: seconds("feishu.dispatch.wait.duration", "From the arrival of a message to the start of its turn."),
    operation: seconds("messaging.client.operation.duration", "From an event to the answer to Feishu."),
  };
}

function gauges(meter: Meter) {
  const number = (name: string, unit: string, description: string) =>
    meter.createObservableUpDownCounter(name, { unit, description });
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description });
  return {
    running: number("feishu.dispatch.turns.running", "{turn}", "Turns that run."),
    hung: number("feishu.dispatch.turns.hung", "{turn}", "Turns that have outrun turnTimeoutMs."),
    waiting: number("feishu.dispatch.messages.waiting", "{message}", "Messages that wait for their turn."),
    sessions: number("feishu.dispatch.sessions", "{session}", "Sessions in which something runs or waits."),
    pending: number("feishu.dispatch.inbox.pending", "{message}", "Messages that are not over."),
    oldestWait: gauge("feishu.dispatch.wait.oldest", "s", "How long the first one has waited."),
    age: gauge("feishu.dispatch.inbox.age", "s", "How old the oldest message is that is not over."),
    writable: gauge("feishu.dispatch.inbox.writable", "1", "Whether the inbox can be written to: 1 or 0."),
  };
}
