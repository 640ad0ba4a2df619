import { FeishuTime } from "../feishu/channel.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Journal } from "../journal/journal.ts";
import { Account } from "./accounts/account.ts";
import type { GatewayConfig } from "./config/read-config.ts";
import { watchIntake } from "./journal/intake-facts.ts";
import { commandsOf, roomOf } from "./middleware/dedup-middleware.ts";
import type { ReportMisuse } from "./middleware/middleware.ts";
import type { Prepared, Surroundings } from "./prepare.ts";
import type { Progress } from "./progress/progress.ts";
import { progressBy } from "./progress/progress-by.ts";
import { Tap } from "./record/tap.ts";
import { cardsBy, sendBy } from "./senders.ts";
import { startTelemetry, type Telemetry } from "./telemetry/telemetry.ts";
import { type QuotesOptions, quotesBy } from "./turns/answer/quotes.ts";
import { Reception } from "./turns/line/reception.ts";
import type { ReadingOptions } from "./turns/line/rows.ts";
import { SentMessages } from "./turns/sent-messages.ts";
import { Turns } from "./turns/turns.ts";

/** The gateway's parts, wired together. Nothing is connected yet. */
export interface GatewayParts {
  readonly accounts: readonly Account[];
  readonly inbox: Inbox;
  readonly turns: Turns;
  readonly reception: Reception;
  readonly time: FeishuTime;
  /** Undefined where the config wants none. */
  readonly progress: Progress | undefined;
  readonly telemetry: Telemetry;
  /** Where copies of what arrives can be had, and how each account reads it. */
  readonly tap: Tap;
  readonly readingOf: (account: string) => ReadingOptions;
}

/**
 * The way of an event: account (transport, parse, policy) ▶ reception (identities, session, inbox) ▶ turns
 * (middleware, agent) ▶ account (reply) ▶ inbox.
 */
export async function assemble(
  config: GatewayConfig,
  { credentials, agent, startChain, words }: Prepared,
  { inbox, journal, log }: Pick<Surroundings, "log"> & { readonly inbox: Inbox; readonly journal: Journal },
): Promise<GatewayParts> {
  const accounts = new Map<string, Account>();
  const time = new FeishuTime(log);
  const report: ReportMisuse = (err, { dispatch, account }) =>
    log.error({ err, account, sessionKey: dispatch.sessionKey }, "a middleware is wrong");
  const chain = await startChain({ now: Date.now, timers: globalThis, report });
  const { mentions = false, ...agentConfig } = config.agent ?? {};
  const isOnCards = "stream" in agentConfig && agentConfig.stream === "card";
  const sent = new SentMessages(inbox);
  const senders = { accounts, mentions, inbox, onSent: sent.note.bind(sent) };
  const sending = { send: sendBy(senders), ...(isOnCards && { cards: cardsBy(senders) }) };
  const { retry, replies } = config;
  const timing = { retry, sendingMs: replies.timeoutMs, now: Date.now };
  const channel = config.channels.feishu;
  const commands = commandsOf(channel.middleware);
  const fetch: QuotesOptions["fetch"] = ({ account, event }, how) => {
    const found = accounts.get(account);
    return found?.outbound.quoteOf(event, { ...found.reading, ...how });
  };
  const quoteOf = config.quotes ? quotesBy({ ...config.quotes, commands, fetch }) : undefined;
  const telemetry = await startTelemetry(config, { journal, inbox });
  const turns = new Turns({
    chain,
    agent: telemetry.traced(agent),
    inbox,
    ...sending,
    quoteOf,
    words,
    ...timing,
  });
  const readingOf = (account: string) => accounts.get(account)?.reading ?? {};
  const tap = new Tap();
  const watcherOf = (account: string) =>
    tap.watch(account, () => readingOf(account), watchIntake(journal, account));
  const reception = new Reception({
    ...{ inbox, turns, session: config.session, commands, roomFor: roomOf(channel.middleware) },
    words,
    recalledMayFinish: channel.recalls === "finish",
    isOpen: (account) => isOpen(accounts, account),
    readingOf,
    feishuNow: time.now,
    journal,
    log,
  });
  const accept = reception.accept.bind(reception);
  const onOpen = () => reception.open();
  for (const one of credentials)
    accounts.set(
      one.account,
      new Account({
        channel,
        credentials: one,
        accept,
        time,
        onOpen,
        replies,
        toasts: words.toasts,
        refusalFor: (event) => words.say(event, "refused"),
        watcher: watcherOf(one.account),
        log,
      }),
    );
  const progress = progressBy(config, accounts, log);
  if (progress) journal.subscribe(progress.see);
  time.onDoubt = () => void [...accounts.values()][0]?.learnTime();
  const parts = { inbox, turns, reception, time, progress, telemetry, tap, readingOf };
  return { accounts: [...accounts.values()], ...parts };
}

/**
 * Whether what an account received may be answered: it is logged in, and has asked who its bot is, by which messages
 * are read. All have to have been asked first, so that what they have left in one session keeps its order. One that the
 * config does not have any more is not waited for.
 */
function isOpen(accounts: ReadonlyMap<string, Account>, name: string): boolean {
  const account = accounts.get(name);
  if (!account) return true;
  const haveAsked = [...accounts.values()].every(({ login, self }) => login.hasAnswer && self.wasAsked);
  return account.login.isIn && haveAsked;
}
