/** Complete events as Feishu pushes them, with invented ids. Each takes what a test wants to be different. */

type Fields = Record<string, unknown>;

export const APP = "cli_a8f2c61d90b3e457";
export const USER = "ou_3d7c90f1b2a84e56c7d8e9f00a1b2c3d";
export const CHAT = "oc_5b1e8a7c2d904f36a1b2c3d4e5f60718";
export const TOKEN = "c-5f0e8b7a6d9c4e3f2a1b0c9d8e7f6a5b4c3d2e1f";

export const ids = { union_id: "on_94d80e61c2b7a35f0e1d2c3b4a596877", user_id: "4fb2a6d1", open_id: USER };

export function envelope<Body>(event_type: string, event: Body, header: Fields = {}) {
  return {
    schema: "2.0",
    header: {
      event_id: "9c5e1b7a4d2f8e6031b0a7c4d5e6f708",
      token: "hV3mQ9tYcWz0KxE7rNbP2sLdJf5uGa8o",
      create_time: "1779507401312",
      event_type,
      tenant_key: "1a6e0d52f09b175d",
      app_id: APP,
      ...header,
    },
    event,
  };
}

export function message(fields: Fields = {}, header: Fields = {}) {
  return envelope(
    "im.message.receive_v1",
    {
      sender: { sender_id: ids, sender_type: "user", tenant_key: "1a6e0d52f09b175d" },
      message: {
        message_id: "om_x100b4f7a2c61d8e0a93c5d7e81f2b46",
        create_time: "1779507401045",
        update_time: "1779507401045",
        chat_id: CHAT,
        chat_type: "p2p",
        message_type: "text",
        content: '{"text":"what is on today?"}',
        ...fields,
      },
    },
    header,
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
  return envelope(
    `im.message.reaction.${type}_v1`,
    {
      message_id: "om_x100b4f7a2c61d8e0a93c5d7e81f2b46",
      reaction_type: { emoji_type: "THUMBSUP" },
      operator_type: "user",
      user_id: ids,
      action_time: "1779507405210",
      ...fields,
    },
    header,
  );
}

export function cardAction(fields: Fields = {}, header: Fields = {}) {
  return envelope(
    "card.action.trigger",
    {
      operator: { tenant_key: "1a6e0d52f09b175d", ...ids },
      token: TOKEN,
      action: { value: { choice: "yes" }, tag: "button" },
      host: "im_message",
      context: { open_message_id: "om_x100b4f7a2c61d8e0a93c5d7e81f2b47", open_chat_id: CHAT },
      ...fields,
    },
    { create_time: "1779507406123456", ...header },
  );
}

export function menu(fields: Fields = {}, header: Fields = {}) {
  return envelope(
    "application.bot.menu_v6",
    {
      operator: { operator_name: "Li Na", operator_id: ids },
      event_key: "daily_summary",
      timestamp: 1779507407,
      ...fields,
    },
    header,
  );
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

/** A message in the format before 2.0. */
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
      employee_id: "4fb2a6d1",
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
