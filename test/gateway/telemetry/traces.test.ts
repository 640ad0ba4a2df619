import { type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { InMemorySpanExporter } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import type { Agent } from "../../../src/gateway/index.ts";
import { toldTelemetry } from "../../support/gateway/telemetry.ts";
import { startTracing } from "../../support/gateway/tracing.ts";
import { startWorld } from "../../support/gateway/world.ts";

type Spans = ReturnType<InMemorySpanExporter["getFinishedSpans"]>;

function named(exporter: InMemorySpanExporter, name: string): Spans {
  return exporter.getFinishedSpans().filter((span) => span.name === name);
}

test("a turn is a span with its replies and retries, and an HTTP agent goes on in its trace", async () => {
  const exporter = startTracing();
  const headers: unknown[] = [];
  const world = await startWorld({
    behave: ({ text, attempt }, { request, response }) => {
      headers.push(request.headers.traceparent);
      if (attempt === 1) response.statusCode = 503;
      return `re: ${text}`;
    },
  });
  world.feishu.deliver(world.say.text({ user: "ann" }, "hello"));
  await world.replies(1);
  await world.until("the span", () => named(exporter, "process default").length === 1);
  const [span] = named(exporter, "process default");
  expect(span?.attributes).toMatchObject({
    "messaging.system": "feishu",
    "messaging.operation.type": "process",
    "messaging.destination.name": "default",
    "feishu.dispatch.outcome": "completed",
    "feishu.dispatch.turn.id": world.agent.turns[0]?.turnId,
  });
  expect(span?.events.map(({ name }) => name)).toEqual(["retry", "started", "replied"]);
  expect(JSON.stringify(span?.attributes)).not.toMatch(/ou_|hello/);
  const { traceId, spanId } = span?.spanContext() ?? {};
  const traceparent = `00-${traceId}-${spanId}-01`;
  expect(headers).toEqual([traceparent, traceparent]);
  expect(world.agent.turns.map(({ trace }) => trace)).toEqual([{ traceparent }, { traceparent }]);
});

test("a program has the trace in its environment", async () => {
  const exporter = startTracing();
  const argv = [process.execPath, "-e", "process.stdin.resume(); console.log(process.env.TRACEPARENT)"];
  const { feishu, say, replies, until } = await startWorld({
    config: { agent: { kind: "command", argv } },
  });
  feishu.deliver(say.text({ user: "ann" }, "hello"));
  const [said] = await replies(1);
  await until("the span", () => named(exporter, "process default").length === 1);
  const { traceId, spanId } = named(exporter, "process default")[0]?.spanContext() ?? {};
  expect(said).toBe(`00-${traceId}-${spanId}-01`);
});

test("deliveries of what waits, runs or is over are spans that are linked to its turn", async () => {
  const exporter = startTracing();
  const { tell, clock } = await toldTelemetry();
  const again = (claim: "in-progress" | "duplicate") => {
    clock.now += 1000;
    tell("received", 1, { claim, by: "message:default:om_1" });
  };
  tell("received");
  again("in-progress");
  tell("started");
  again("in-progress");
  tell("ended");
  again("duplicate");
  const [turn] = named(exporter, "process default");
  const repeats = named(exporter, "receive default");
  expect(repeats).toHaveLength(3);
  for (const { links, attributes, duration } of repeats) {
    expect(links.map(({ context }) => context.spanId)).toEqual([turn?.spanContext().spanId]);
    expect(attributes).toMatchObject({ "feishu.dispatch.identity": "message" });
    expect(duration).toEqual([0, 0]);
  }
  expect(turn?.duration).toEqual([1, 0]);
});

test("a repeat of what never had a turn is a span without a link, and a dead letter's span an error", async () => {
  const exporter = startTracing();
  const { tell } = await toldTelemetry();
  tell("received");
  tell("received", 1, { claim: "in-progress" });
  tell("ended", 1, { outcome: "expired" });
  tell("received", 2);
  tell("started", 2);
  tell("dead", 2, { error: "ERR_AGENT_STATUS: of http://user:secret@host" });
  const [repeat] = named(exporter, "receive default");
  expect(repeat?.links).toEqual([]);
  const [dead] = named(exporter, "process default");
  expect(dead?.status).toEqual({ code: SpanStatusCode.ERROR, message: "ERR_AGENT_STATUS" });
  expect(dead?.attributes["error.type"]).toBe("ERR_AGENT_STATUS");
});

test("what an agent does in this process is inside its turn's span, whoever asks for its next word", async () => {
  const exporter = startTracing();
  const { tell, telemetry } = await toldTelemetry();
  const seen: Array<Span | undefined> = [];
  const agent: Agent = {
    async *run() {
      seen.push(trace.getActiveSpan());
      yield "one";
      await Promise.resolve();
      seen.push(trace.getActiveSpan());
    },
  };
  tell("received");
  tell("started");
  const turn = { turnId: "t-1" } as Parameters<Agent["run"]>[0]; // the agent looks at nothing else
  const said: unknown[] = [];
  for await (const saying of telemetry.traced(agent).run(turn, new AbortController().signal, neverAsks))
    said.push(saying);
  tell("ended");
  const [span] = named(exporter, "process default");
  expect(said).toEqual(["one"]);
  expect(seen.map((its) => its?.spanContext().spanId)).toEqual(Array(2).fill(span?.spanContext().spanId));
});

async function neverAsks(): Promise<never> {
  throw new Error("it asks nothing");
}
