import { UsageError } from "../errors.ts";
import type { SentMessage } from "../feishu/channel.ts";
import { markdownCard } from "../feishu/reply/markdown/markdown-card.ts";
import type { Account } from "./accounts/account.ts";
import type { Outbound } from "./accounts/outbound.ts";
import type { Send, SendCards } from "./turns/answer/send.ts";
import type { Job } from "./turns/job.ts";

type Accounts = ReadonlyMap<string, Account>;

interface Senders {
  readonly accounts: Accounts;
  /** Whether the agent means its mentions. */
  readonly mentions: boolean;
  /** Told each message that was sent for a job. */
  readonly onSent: (job: Job, messageId: string) => void;
}

/** Sends by a job's own account. */
export function sendBy({ accounts, mentions, onSent }: Senders): Send {
  return async (job, target, reply, how) => {
    const options = { ...how, log: job.log, onSent: tellSent(job, onSent) };
    await outboundOf(accounts, job.account).send(target, { ...reply, mentions }, options);
  };
}

function tellSent(job: Job, onSent: Senders["onSent"]) {
  return ({ messageId }: SentMessage) => onSent(job, messageId);
}

/** Sends cards by a job's own account, and gives them other contents. */
export function cardsBy({ accounts, mentions, onSent }: Senders): SendCards {
  return {
    async send(job, target, markdown, how) {
      const reply = { msgType: "interactive", content: markdownCard(markdown), mentions };
      const options = { ...how, log: job.log, isNamedAlone: true, onSent: tellSent(job, onSent) };
      const [id = ""] = await outboundOf(accounts, job.account).send(target, reply, options);
      return id;
    },
    update: ({ account, log }, id, markdown, how) =>
      outboundOf(accounts, account).update(id, markdownCard(markdown), { ...how, log, mentions }),
  };
}

function outboundOf(accounts: Accounts, name: string): Outbound {
  const found = accounts.get(name)?.outbound;
  if (found) return found;
  throw new UsageError("ERR_ACCOUNT_GONE", `the config has no account ${name} any more to reply by`);
}
