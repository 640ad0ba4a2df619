/**
 * Messages in the format before 2.0: `{uuid, token, ts, type: "event_callback", event: {type: "message", …}}`.
 *
 * Apps that subscribed long ago still get it. It is turned into the 2.0 form, so that nothing else has to know it;
 * `uuid` takes the place of the event id. It has no `create_time` of the message, only the time of the push, so a
 * redelivery is recognised by its `uuid` and its message id, not by its content.
 */
import { InputError } from "../../errors.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Is this an event of version 1? */
export function isV1(input: unknown): input is Fields & { readonly event: Fields } {
  return isFields(input) && !("schema" in input) && input.type === "event_callback" && isFields(input.event);
}

/**
 * The same message in the form of 2.0, not checked yet.
 *
 * @throws InputError `ERR_UNKNOWN_EVENT` when it is not a message
 */
export function upgradeV1(old: Fields & { readonly event: Fields }): unknown {
  const { event } = old;
  if (event.type !== "message") {
    throw new InputError(
      "ERR_UNKNOWN_EVENT",
      'event.type: expected "message", as nothing else of version 1 is known',
    );
  }
  return {
    schema: "2.0",
    header: {
      event_id: old.uuid,
      event_type: "im.message.receive_v1",
      create_time: milliseconds(old.ts),
      token: old.token,
      app_id: event.app_id,
      tenant_key: event.tenant_key,
    },
    event: { sender: sender(event), message: message(event, milliseconds(old.ts)) },
  };
}

function sender(event: Fields): Fields {
  const ids = { open_id: event.open_id, union_id: event.union_id, user_id: event.employee_id };
  return { sender_id: ids, sender_type: "user", tenant_key: event.tenant_key };
}

function message(event: Fields, createTime: unknown): Fields {
  return {
    message_id: event.open_message_id,
    root_id: event.root_id,
    parent_id: event.parent_id,
    create_time: createTime,
    chat_id: event.open_chat_id,
    chat_type: event.chat_type,
    ...content(event),
    ...(event.is_mention === true && { mentions: botMention(event) }),
  };
}

const TAG = /<at open_id="([\w-]{1,128})">([^<]{0,128})<\/at>/g;

/** The bot, when it is mentioned: whoever `text` mentions and `text_without_at_bot` does not. Its key stands nowhere. */
function botMention({ text, text_without_at_bot: rest }: Fields): Fields[] {
  const others = new Set(tagsIn(rest).map(([, id]) => id));
  const found = tagsIn(text).find(([, id]) => !others.has(id));
  const [, open_id = "", name = ""] = found ?? [];
  return [{ key: "@_bot", id: { open_id }, name: name.replace(/^@/, ""), mentioned_type: "bot" }];
}

function tagsIn(text: unknown): RegExpExecArray[] {
  return typeof text === "string" ? [...text.matchAll(TAG)] : [];
}

/** Rich text comes with its plain text beside it; of pictures and files there is only a key. */
function content(event: Fields): Fields {
  if (event.msg_type === "text" || event.msg_type === "post") {
    const text = event.text_without_at_bot ?? event.text;
    return { message_type: "text", content: JSON.stringify({ text }) };
  }
  const { image_key, file_key } = event;
  return { message_type: event.msg_type, content: JSON.stringify({ image_key, file_key }) };
}

/** Seconds with a fraction, as text: "1550038209.428520". */
function milliseconds(ts: unknown): unknown {
  const seconds = typeof ts === "string" && /^\d{1,12}(\.\d{1,9})?$/.test(ts) ? Number(ts) : undefined;
  return seconds === undefined ? ts : String(Math.floor(seconds * 1000));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
