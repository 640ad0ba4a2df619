import { type CommandPolicy, commandPolicy } from "../../../dispatch/command-policy.ts";
import type { FeishuDispatchError } from "../../../errors.ts";
import { type Quote, type QuoteOptions, quotedIdOf } from "../../../feishu/channel.ts";
import type { Job } from "../job.ts";

/** Fetches what a job's message quotes; rejects only with the signal's reason. */
export type QuoteOf = (job: Job, signal: AbortSignal) => Promise<Quote | undefined>;

export interface QuotesOptions extends Pick<QuoteOptions, "timeoutMs" | "maxBytes"> {
  readonly commands: CommandPolicy;
  /** Asks Feishu by the job's account; undefined when that is gone. */
  readonly fetch: (job: Job, options: QuoteOptions) => Promise<Quote | undefined> | undefined;
}

/** Commands say what they mean by themselves: for them nothing is asked for. */
export function quotesBy({ commands, fetch, ...limits }: QuotesOptions): QuoteOf {
  const kindOf = commandPolicy(commands);
  return async (job, signal) => {
    if (quotedIdOf(job.event) === undefined || kindOf(job.dispatch.text) !== "ordinary") return undefined;
    const onProblem = (err: FeishuDispatchError) =>
      job.log.warn({ err }, "the agent does not see what is quoted");
    return fetch(job, { ...limits, signal, onProblem });
  };
}
