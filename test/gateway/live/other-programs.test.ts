import { expect, test } from "vitest";
import { enteredChat } from "../../support/gateway/entered-chat.ts";
import { startWorld } from "../../support/gateway/world.ts";

const HOUR = 3_600_000;

test("a message that went past this gateway is in the log and in /readyz; what it received and sent is not", async () => {
  const world = await startWorld();
  const { feishu, say, gateway, log } = world;
  const at = Date.now() + HOUR;
  const heard = say.text({ user: "alice", at: at - 1000 }, "hello");
  feishu.deliver(heard);
  await world.replies(1);
  await world.until("the row", () => log.some(({ msg }) => msg === "the turn has ended"));
  const enter = async (lastMessageId: string) => {
    const entered = enteredChat("alice", { lastMessageId, sentAt: at, at: at + HOUR });
    const delivery = feishu.deliver({
      ...entered,
      header: { ...entered.header, event_id: `enter-${lastMessageId}` },
    });
    await world.until("the ack", () => delivery.state === "acked");
  };
  await enter(heard.event.message.message_id);
  await enter(feishu.messages[0]?.messageId ?? "");
  expect(gateway.readiness()).toEqual({ ready: true, accounts: { default: true }, inbox: "ok" });
  await enter("om_of_another_gateway");
  expect(gateway.readiness()).toMatchObject({
    ready: true,
    otherPrograms: { default: { unknownMessages: 1 } },
  });
  const warnings = log.filter(({ level }) => level === 40);
  expect(warnings).toMatchObject([{ account: "default", messageId: "om_of_another_gateway" }]);
});
