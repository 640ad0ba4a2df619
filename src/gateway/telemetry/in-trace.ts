import type { Agent, AgentTurn, NextMessage, Saying } from "../agents/agent.ts";
import type { Api } from "./load.ts";
import type { Spans } from "./spans.ts";

/**
 * Lets an agent run in the trace of its turn: it is told the trace's context, and what it does in this process, such as
 * requests that are traced themselves, is part of the turn's span.
 */
export function inTrace(agent: Agent, api: Api, spans: Pick<Spans, "contextOf">): Agent {
  return {
    run(turn, signal, nextMessage) {
      const context = spans.contextOf(turn.turnId);
      if (!context) return agent.run(turn, signal, nextMessage);
      const trace: Record<string, string> = {};
      api.propagation.inject(context, trace);
      const told = (its: AgentTurn): AgentTurn => ({ ...its, trace });
      const next: NextMessage = async (stop) => told(await nextMessage(stop));
      return steps(agent.run(told(turn), signal, next), (step) => api.context.with(context, step));
    },
  };
}

/** What an iterable gives, each step of it made inside of what surrounds it. */
async function* steps(
  sayings: AsyncIterable<Saying>,
  inside: <Result>(step: () => Result) => Result,
): AsyncGenerator<Saying> {
  const iterator = sayings[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await inside(() => iterator.next());
      if (done) return;
      yield value;
    }
  } finally {
    await inside(() => iterator.return?.());
  }
}
