import { UsageError } from "../errors.ts";
import { markdownCard } from "../feishu/reply/markdown/markdown-card.ts";
import type { Account } from "./accounts/account.ts";
import type { Outbound } from "./accounts/outbound.ts";
import type { Send, SendCards } from "./turns/answer/send.ts";

type Accounts = ReadonlyMap<string, Account>;

/** Sends by a job's own account. @param mentions whether the agent means its mentions */
export function sendBy(accounts: Accounts, mentions: boolean): Send {
  return async ({ account, log }, target, reply, how) => {
    await outboundOf(accounts, account).send(target, { ...reply, mentions }, { ...how, log });
  };
}

/** Sends cards by a job's own account, and gives them other contents. */
export function cardsBy(accounts: Accounts, mentions: boolean): SendCards {
  return {
    async send({ account, log }, target, markdown, how) {
      const reply = { msgType: "interactive", content: markdownCard(markdown), mentions };
      const options = { ...how, log, isNamedAlone: true };
      const [id = ""] = await outboundOf(accounts, account).send(target, reply, options);
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
