import { z } from "zod";
import type { StandInApp } from "../state/apps.ts";
import type { Changes } from "../state/changes.ts";
import type { Reactions } from "../state/reactions.ts";
import { refusal } from "../state/script.ts";
import type { ApiRequest } from "./router.ts";

interface ReactionOptions {
  readonly reactions: Reactions;
  readonly changes: Changes;
}

const Body = z.object({ reaction_type: z.object({ emoji_type: z.string().regex(/^\w+$/) }) });
const Params = z.object({ id: z.string(), reaction: z.string().default("") });

/** Puts a reaction on a message. */
export function react({ reactions, changes }: ReactionOptions, app: StandInApp, request: ApiRequest) {
  const { data: body } = Body.safeParse(request.body);
  const { id: messageId } = Params.parse(request.params);
  if (!body || !messageId.startsWith("om_"))
    return refusal(230001, "Your request contains an invalid request parameter.");
  const { emoji_type } = body.reaction_type;
  const { reactionId } = reactions.add({ appId: app.appId, messageId, emoji: emoji_type });
  changes.emit("change");
  return { data: { reaction_id: reactionId, reaction_type: { emoji_type } } };
}

/** Takes a reaction away that the same app has put there. */
export function takeBack({ reactions, changes }: ReactionOptions, app: StandInApp, request: ApiRequest) {
  const { id, reaction } = Params.parse(request.params);
  if (!reactions.remove(id, reaction, app.appId))
    return refusal(230001, "Your request contains an invalid request parameter.");
  changes.emit("change");
  return { data: { reaction_id: reaction } };
}
