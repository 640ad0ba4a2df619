import {
  DEMO_APP,
  type EventMaker,
  feishuId,
  type Speaker,
  type StandInApp,
} from "../../../src/stand-in/index.ts";
import { override } from "./override.ts";

/** A message that the bot itself wrote to somebody, for a stand-in to remember. */
export function ownMessage(
  say: EventMaker,
  to: Speaker,
  messageId: string,
  { appId, botOpenId = feishuId("ou", appId) }: StandInApp = DEMO_APP,
) {
  const made = say.text({ ...to, senderType: "app" }, "an answer");
  const sender = { ...made.event.sender, sender_id: { open_id: botOpenId } };
  return override(made, { sender, message: { ...made.event.message, message_id: messageId } });
}
