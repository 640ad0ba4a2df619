/** `channels.feishu`: what the schema says of a key, in English, and the same in Chinese. */
export const channelZh: Readonly<Record<string, string>> = {
  "The app's id: `cli_` and 16 hex digits.": "应用的 App ID：`cli_` 加 16 位十六进制数字。",
  "The app's secret.": "应用的 App Secret。",
  "The app's encrypt key. With it every webhook request has to be encrypted and signed. A webhook should have one.":
    "应用的 Encrypt Key。设置后，每个 webhook 请求都必须加密并签名。使用 webhook 时应当设置。",
  "The app's verification token. A webhook needs it or an encrypt key; by itself it keeps out nobody who has seen one request.":
    "应用的 Verification Token。webhook 需要它或 Encrypt Key；只有它时，任何见过一次请求的人都挡不住。",
  "Where the account's webhook is; by default `/feishu/<account>`.":
    "该账号的 webhook 路径；默认为 `/feishu/<account>`。",
  "As in the channel.": "含义同渠道级的同名键。",
  "As in the channel, and so are those that follow.": "含义同渠道级的同名键，以下各键也是如此。",
  "For `allowlist`: the groups, by their chats' ids (`oc_…`); `*` is every group.":
    "用于 `allowlist`：以会话 chat_id（`oc_…`）列出的群；`*` 表示所有群。",
  "Whose events are taken in groups, as in `allowFrom`. Nobody named is everybody.":
    "在群里接受哪些人的事件，写法同 `allowFrom`。不列任何人表示所有人。",
  "Whether a message in a group has to mention the bot. By default it has to.":
    "群消息是否必须 @ 机器人。默认必须。",
  "Whether mentioning everybody counts as mentioning the bot. By default it does not.":
    "@ 所有人是否算作 @ 机器人。默认不算。",
  "Who shares a session in a group: all (`group`, the default), each person alone, or each topic or thread.":
    "群里谁共用一个会话：所有人（`group`，默认）、每人各自一个，或每个话题各自一个。",
  "`false`: nothing of this group is taken.": "`false`：不接受这个群的任何事件。",
  "Whose events are taken in this group, in place of `groupSenderAllowFrom`.":
    "在这个群里接受哪些人的事件，取代 `groupSenderAllowFrom`。",
  'The key in the value of a card\'s action whose text is taken as written: with `command`, a button of `{"command": "/stop"}` stops the turn.':
    '卡片交互的 value 中，哪个键的文本视为用户所写：设为 `command` 时，值为 `{"command": "/stop"}` 的按钮会停止当前轮次。',
  'What entries of the bot\'s menu are taken to say, by their keys: `{"stop_key": "/stop"}`. Others are for the agent alone.':
    '机器人菜单的各项视为用户说了什么，按菜单项的 key：`{"stop_key": "/stop"}`。未列出的菜单项只交给智能体。',
  "How events come in: by a connection from here to Feishu, or by requests to here.":
    "事件如何到达：由本机到飞书的长连接，或由飞书发来的请求。",
  "`feishu`, `lark`, or the https URL of another installation.":
    "`feishu`、`lark`，或其他部署的 https 地址。",
  "Whose direct messages are taken.": "接受哪些人的单聊消息。",
  "For `allowlist`: open, user or union ids, with or without `feishu:`, `lark:`, `user:` or `open_id:`; `*` is everybody.":
    "用于 `allowlist`：open_id、user_id 或 union_id，可带 `feishu:`、`lark:`、`user:` 或 `open_id:` 前缀；`*` 表示所有人。",
  "Which reactions get a turn: none (`off`), those to the bot's own messages (`own`), or all, also those taken back.":
    "哪些表情回复会得到轮次：都不（`off`）、对机器人消息的（`own`），或全部，包括取消的表情回复（`all`）。",
  "Whether people are told when the policy refuses them: in a direct message, or when they mention the bot; once.":
    "被策略拒绝的人是否得到告知：在单聊中，或 @ 机器人时；只告知一次。",
  "Whether messages of other bots get a turn, where a person's would: in groups, when they mention the bot.":
    "其他机器人的消息是否也会得到轮次，条件与人相同：在群里且 @ 本机器人。",
  "How many messages of bots get a turn in one chat, one after the other, without a person in between.":
    "同一聊天中，在没有人发言的情况下，机器人的消息最多连续得到多少个轮次。",
  "In which groups the bot answers: all (`open`), those of `groupAllowFrom` and `groups`, or none (`disabled`).":
    "机器人在哪些群里回复：全部（`open`）、`groupAllowFrom` 与 `groups` 列出的群，或都不（`disabled`）。",
  "A message that is recalled while it waits gets no turn; a turn that runs is aborted, or may `finish`. `ignore`: as if it had not been recalled.":
    "排队中被撤回的消息不再执行；正在运行的轮次被中止，或用 `finish` 允许其完成。`ignore`：视同没有撤回。",
  'What every event passes, in order: `"name"` or `["name", {options}]`; a name or a module path.':
    '每个事件依次经过的中间件：`"name"` 或 `["name", {options}]`；可以是名称或模块路径。',
};
