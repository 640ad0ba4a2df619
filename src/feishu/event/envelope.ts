/** The envelope of version 2.0, which every event comes in: `{schema, header, event}`. */
import { z } from "zod";
import { id, optionalText, time } from "./fields.ts";

/** What is expected of anything that holds keys. */
export const object = { error: "an object" };

/**
 * The schema of one or several kinds of event that share a body.
 *
 * `token` is the app's verification token, and missing on a long connection when the app has none. Nothing here
 * rests on the app's or the tenant's id: an account is told apart by the connection it came in on.
 */
export function envelope<Type extends string, Body extends z.ZodType>(
  types: readonly [Type, ...Type[]],
  event: Body,
) {
  const header = z.looseObject(
    {
      event_id: id,
      event_type: z.enum(types, { error: "the type of an event" }),
      create_time: time,
      token: optionalText,
      app_id: optionalText,
      tenant_key: optionalText,
    },
    object,
  );
  return z.looseObject({ schema: z.literal("2.0", { error: '"2.0"' }), header, event }, object);
}
