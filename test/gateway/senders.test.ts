import { expect, test } from "vitest";
import type { Account } from "../../src/gateway/accounts/account.ts";
import { cardsBy, sendBy } from "../../src/gateway/senders.ts";
import { jobOf } from "../support/gateway/jobs.ts";

const target = { paceKey: "p" } as Parameters<ReturnType<typeof sendBy>>[1];
const job = { ...jobOf("hello"), epoch: 3 };
const how = { name: "n" };

/** What is sent while this process has the session by this hold, in all three ways, and what became of each. */
async function sendBeing(epoch: number | undefined) {
  const asked: string[] = [];
  const outbound = {
    send: async () => {
      asked.push("send");
      return ["om_1"];
    },
    update: async () => void asked.push("update"),
  };
  const senders = {
    accounts: new Map([["default", { outbound } as unknown as Account]]),
    mentions: false,
    inbox: { sharing: { epochOf: () => epoch, leave: async () => {} } },
    onSent: () => {},
  };
  const cards = cardsBy(senders);
  const sending = [
    sendBy(senders)(job, target, { text: "hi" }, how),
    cards.send(job, target, "hi", how),
    cards.update(job, "om_1", "hi", {}),
  ];
  const codes = (await Promise.allSettled(sending)).map((it) =>
    it.status === "rejected" ? it.reason.code : "sent",
  );
  return { asked, codes };
}

test("what a process says for a session that it holds is sent", async () => {
  expect(await sendBeing(3)).toEqual({ asked: ["send", "send", "update"], codes: ["sent", "sent", "sent"] });
});

test.each([undefined, 4])("nothing is sent for a session that was lost (epoch %s now)", async (epoch) => {
  expect(await sendBeing(epoch)).toEqual({ asked: [], codes: Array(3).fill("ERR_SESSION_LOST") });
});
