import { UsageError } from "../errors.ts";
import type { SentMessage } from "../feishu/channel.ts";
import { markdownCard } from "../feishu/reply/markdown/markdown-card.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Account } from "./accounts/account.ts";
import type { Outbound } from "./accounts/outbound.ts";
import type { Send, SendCards } from "./turns/answer/send.ts";
import { mustHold } from "./turns/holds.ts";
import type { Job } from "./turns/job.ts";

type Accounts = ReadonlyMap<string, Account>;

interface Senders {
  readonly accounts: Accounts;
  /** Whether the agent means its mentions. */
  readonly mentions: boolean;
  /** Says by whom a job's session is held: nothing is sent for one that this process does not hold any more. */
  readonly inbox: Pick<Inbox, "sharing">;
  /** Told each message that was sent for a job. */
  readonly onSent: (job: Job, messageId: string) => void;
}

/** Sends by a job's own account. */
export function sendBy({ accounts, mentions, inbox, onSent }: Senders): Send {
  return async (job, target, reply, how) => {
    mustHold(inbox, job);
    const options = { ...how, log: job.log, onSent: tellSent(job, onSent) };
    await outboundOf(accounts, job.account).send(target, { ...reply, mentions }, options);
  };
}

function tellSent(job: Job, onSent: Senders["onSent"]) {
  return ({ messageId }: SentMessage) => onSent(job, messageId);
}

/** Sends cards by a job's own account, and gives them other contents. */
export function cardsBy({ accounts, mentions, inbox, onSent }: Senders): SendCards {
  return {
    async send(job, target, markdown, how) {
      mustHold(inbox, job);
      const reply = { msgType: "interactive", content: markdownCard(markdown), mentions };
      const options = { ...how, log: job.log, isNamedAlone: true, onSent: tellSent(job, onSent) };
      const [id = ""] = await outboundOf(accounts, job.account).send(target, reply, options);
      return id;
    },
    async update(job, id, markdown, how) {
      mustHold(inbox, job);
      const options = { ...how, log: job.log, mentions };
      await outboundOf(accounts, job.account).update(id, markdownCard(markdown), options);
    },
  };
}

function outboundOf(accounts: Accounts, name: string): Outbound {
  const found = accounts.get(name)?.outbound;
  if (found) return found;
  throw new UsageError("ERR_ACCOUNT_GONE", `the config has no account ${name} any more to reply by`);
}
