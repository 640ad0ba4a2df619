import { EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { type Fields, override, overrideMessage } from "../stand-in/override.ts";

/** Complete events as Feishu pushes them, of one user. Each takes what a test wants to be different. */

export const APP = "cli_a8f2c61d90b3e457";
const speaker = { user: "Li Na" };
const { sender_id: ids } = say(1_779_507_401_045).text(speaker, "").event.sender;

export { ids };
export const USER = ids.open_id;
export const CHAT = feishuId("oc", `direct ${speaker.user}`);

/** A maker for each event: the same call always gives the same ids. */
function say(at: number): EventMaker {
  return new EventMaker({ appId: APP, now: () => at });
}

/** An event of any type, with any body. */
export function envelope<Body>(event_type: string, event: Body) {
  const made = say(1_779_507_401_312).text(speaker, "");
  return { ...made, header: { ...made.header, event_type }, event };
}

export function message(fields: Fields = {}, header: Fields = {}) {
  return overrideMessage(
    say(1_779_507_401_045).text(speaker, "what is on today?"),
    { message_id: "om_x100b4f7a2c61d8e0a93c5d7e81f2b46", ...fields },
    { event_id: "9c5e1b7a4d2f8e6031b0a7c4d5e6f708", create_time: "1779507401312", ...header },
  );
}

export function text(value: string, fields: Fields = {}) {
  return message({ content: JSON.stringify({ text: value }), ...fields });
}

export function post(content: unknown, fields: Fields = {}) {
  return message({ message_type: "post", content: JSON.stringify(content), ...fields });
}

export function mention(index: number, name: string, fields: Fields = {}) {
  return {
    key: `@_user_${index}`,
    id: { union_id: `on_${index}`, user_id: "", open_id: `ou_${index}` },
    name,
    tenant_key: "1a6e0d52f09b175d",
    ...fields,
  };
}

export function reaction(fields: Fields = {}, type: "created" | "deleted" = "created", header: Fields = {}) {
  const made = say(1_779_507_405_210).reaction(speaker, "om_x100b4f7a2c61d8e0a93c5d7e81f2b46", "THUMBSUP");
  return override(made, fields, { event_type: `im.message.reaction.${type}_v1`, ...header });
}

export function cardAction(fields: Fields = {}, header: Fields = {}) {
  const value = { choice: "yes" };
  const made = say(1_779_507_406_123).cardAction(speaker, "om_x100b4f7a2c61d8e0a93c5d7e81f2b47", value);
  return override(made, fields, header);
}

/** An event that does not say where it happened, once the channel has looked it up: in the user's DM. */
export function inDm<E extends { header: object; event: object }>(event: E) {
  return override(event, { chat_id: CHAT, chat_type: "p2p" });
}

export const TOKEN = cardAction().event.token;

export function menu(fields: Fields = {}, header: Fields = {}) {
  return override(say(1_779_507_407_000).menu(speaker, "daily_summary"), fields, header);
}

const notices = {
  recalled: envelope("im.message.recalled_v1", {
    message_id: "om_1",
    chat_id: CHAT,
    recall_time: "1779507408000",
    recall_type: "message_owner",
  }),
  read: envelope("im.message.message_read_v1", {
    reader: { reader_id: ids, read_time: "1779507408000" },
    message_id_list: ["om_1"],
  }),
  entered: envelope("im.chat.access_event.bot_p2p_chat_entered_v1", {
    chat_id: CHAT,
    operator_id: ids,
    last_message_id: "om_1",
    last_message_create_time: "1779507401045",
  }),
};

/** A message in the format before 2.0, which the maker does not make. */
export function oldMessage(fields: Fields = {}) {
  return {
    uuid: "41b5f371157e3d5341b38b20396e77e3",
    token: "hV3mQ9tYcWz0KxE7rNbP2sLdJf5uGa8o",
    ts: "1779507401.428520",
    type: "event_callback",
    event: {
      type: "message",
      app_id: APP,
      tenant_key: "1a6e0d52f09b175d",
      root_id: "",
      parent_id: "",
      open_chat_id: CHAT,
      chat_type: "private",
      msg_type: "text",
      open_id: USER,
      employee_id: ids.user_id,
      union_id: ids.union_id,
      open_message_id: "om_36686ee62209da697d8775375d0c8e88",
      is_mention: true,
      text: '<at open_id="ou_bot">@bot</at> /new',
      text_without_at_bot: " /new",
      ...fields,
    },
  };
}

/** One of each. */
export const every = {
  text: text("hello"),
  post: post({ title: "plan", content: [[{ tag: "text", text: "one" }]] }),
  image: message({ message_type: "image", content: '{"image_key":"img_v3_02ab"}' }),
  group: text("@_user_1 hello", { chat_type: "group", mentions: [mention(1, "bot")] }),
  created: reaction(),
  deleted: reaction({}, "deleted"),
  byApp: reaction({ operator_type: "app", user_id: undefined, app_id: APP }),
  cardAction: cardAction(),
  menu: menu(),
  ...notices,
  old: oldMessage(),
};
