import { chatOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import type { Verdict } from "../policy/policy.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { Taken } from "./arrival.ts";

interface Ignored {
  readonly event: FeishuEvent;
  readonly account: string;
  readonly reason: Verdict;
}

const NOT_ALLOWED = "ignored an event of a group that neither groupAllowFrom nor groups names";

const NOWHERE =
  "ignored an event of which nobody knows whether it is of a DM or a group: the Intake needs `places` to look that up";

/** Whoever adds the bot to a group and hears nothing from it finds the reason, and the chat's id, in the log. */
export function noteIgnored(
  { event, account, reason }: Ignored,
  { log, limited }: { readonly log: ChannelLog; readonly limited: ChannelLog },
): Extract<Taken, { status: "ignored" }> {
  const { event_id: eventId, event_type: eventType } = event.header;
  const fields = { account, eventId, eventType, reason };
  if (reason === "group-not-allowed") limited.info({ ...fields, chat: chatOf(event) }, NOT_ALLOWED);
  else if (reason === "place-unknown") limited.warn(fields, NOWHERE);
  else log.debug(fields, "ignored an event");
  return { status: "ignored", reason };
}
