import type { HttpInstance } from "@larksuiteoapi/node-sdk";
import type { Timers } from "../../delays.ts";
import { httpBy } from "./http-limits.ts";
import type { ChannelLog } from "./log.ts";

/** What the endpoint of the long connection says. Times in s. */
export interface EndpointAnswer {
  readonly code: number;
  readonly data?: { readonly ClientConfig?: { ReconnectInterval?: number; ReconnectNonce?: number } };
}

export interface EndpointOptions {
  /** What one attempt goes by. */
  readonly http: HttpInstance;
  readonly account: string;
  readonly log: ChannelLog;
  readonly signal: AbortSignal;
  readonly timers: Timers;
  /** Told every answer before the client sees it. */
  readonly onAnswer: (answer: EndpointAnswer) => void;
}

/** An attempt, and the waits between them: in all less than the 10 s in which it should be back. */
const ATTEMPT_MS = 5000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 3000;

/**
 * Asks where to connect until Feishu says so. The official client would wait up to 150 s before it asks again, when
 * the first time failed: it has not been told yet how often it may.
 */
export function endpointHttp(options: EndpointOptions): HttpInstance {
  const { http, signal, timers, onAnswer } = options;
  return httpBy(async (request) => {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      const answer = await asked(options, () => http.request({ ...request, timeout: ATTEMPT_MS }));
      if (answer) onAnswer(answer);
      if (answer) return answer;
      await pause(waitMs, signal, timers);
      signal.throwIfAborted();
    }
  });
}

/** How soon the client tries again until it was open once, in s. Feishu's own times are up to 150 s. */
const FIRST_RETRY_S = 2;

/** Lets the client try again soon when the address that it was told does not open. */
export function hasten({ data }: EndpointAnswer): void {
  const times = data?.ClientConfig;
  if (!times) return;
  times.ReconnectInterval = Math.min(times.ReconnectInterval ?? FIRST_RETRY_S, FIRST_RETRY_S);
  times.ReconnectNonce = Math.min(times.ReconnectNonce ?? FIRST_RETRY_S, FIRST_RETRY_S);
}

/** Undefined when there was no answer, or one that is not Feishu's, such as the page of a gateway in between. */
async function asked(
  { account, log, signal }: EndpointOptions,
  ask: () => Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: the client's own type for what it gets
): Promise<any> {
  try {
    const answer = await ask();
    if (typeof Object(answer).code === "number") return answer;
    log.warn({ account }, "the answer to where the long connection is was not Feishu's; asking again");
  } catch (error) {
    signal.throwIfAborted();
    const { code } = Object(error);
    log.warn({ account, code }, "cannot ask Feishu where the long connection is; asking again");
  }
  return undefined;
}

async function pause(ms: number, signal: AbortSignal, timers: Timers): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const timer = timers.setTimeout(() => resolve(undefined), ms);
  signal.addEventListener("abort", resolve, { once: true });
  await promise;
  timers.clearTimeout(timer);
  signal.removeEventListener("abort", resolve);
}
