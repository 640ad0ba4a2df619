/** The gateway beside its channel: what the schema says of a key, in English, and the same in Chinese. */
export const gatewayZh: Readonly<Record<string, string>> = {
  "Who shares a session. `main`, the default: all direct messages share one.":
    "谁共用一个会话。默认的 `main`：所有单聊共用一个会话。",
  'Ids that are one person, by a name of yours: `{ lina: ["on_…"] }`. An open id differs from app to app; over several apps a person is one by the union id. Has no effect with `main`.':
    '哪些 ID 属于同一个人，名称自定：`{ lina: ["on_…"] }`。同一个人在不同应用中的 open_id 不同；跨应用时请用 union_id。对 `main` 无效。',
  "In which language the bot itself speaks. `auto`: in Chinese to who writes Chinese, else in English.":
    "机器人自身的话用哪种语言。`auto`：对写中文的人用中文，否则用英文。",
  "The file, on a local disk.": "文件，须在本地磁盘上。",
  "The database: `postgres://user:password@host/database`.":
    "数据库：`postgres://user:password@host/database`。",
  "The schema of its tables; gateways that share an inbox name the same one.":
    "数据表所在的 schema；共享收件箱的网关须填同一个。",
  "How long a gateway may be without contact to the database, in ms, before others take its sessions.":
    "网关与数据库失联多久（毫秒）之后，其他网关可以接管它的会话。",
  "How long they look for a sign of life before that, in ms: longer than it takes to connect again after a restart of the database.":
    "接管前再等待多久（毫秒）以确认对方没有动静：须长于数据库重启后重新连接所需的时间。",
  "What operators read of this gateway. By default the machine's name and the process id.":
    "运维人员看到的网关名称。默认为主机名加进程号。",
  "Attempts in all; after the last one the message is a dead letter and its session goes on.":
    "总尝试次数；最后一次也失败后，消息成为死信，会话继续。",
  "The longest wait after the first failure, in ms; it doubles with every further one.":
    "首次失败后最长等待多久（毫秒）；之后每次失败加倍。",
  "No wait is longer, in ms.": "等待时间的上限（毫秒）。",
  "How long sending one message may take, with everything that is tried, in ms.":
    "发送一条消息最多用多久（毫秒），含所有重试。",
  "How long sending all messages of one answer may take, over all attempts, in ms; then the message is a dead letter.":
    "发送一次回答的全部消息最多用多久（毫秒），含所有尝试；超过后该消息成为死信。",
  "The answer to a message that was recalled meanwhile: it goes to the chat, though never out of a thread, or is dropped.":
    "对期间已被撤回的消息的回答：发到聊天里（但绝不发到话题之外），或丢弃。",
  "The reaction on a message that waits, by Feishu's name of the emoji; `false` for none.":
    "排队中的消息上的表情回复，用飞书的表情名称；`false` 表示不加。",
  "The reaction on a message that is being answered. It is taken away at the end.":
    "正在回答的消息上的表情回复。结束时取消。",
  "Only on messages that take longer than this, in ms.": "只加在耗时超过此值（毫秒）的消息上。",
  "How long Feishu may take to give it, in ms; then the agent is told that it could not be read.":
    "等待飞书返回被引用消息多久（毫秒）；超过后告知智能体无法读取。",
  "How much of its text the agent is told.": "被引用消息的文本最多告知智能体多少字节。",
  "Sent to the user when a turn has failed for good: a text, or `true` for `words.failed` in the user's language. Nothing is sent when it is left out.":
    "轮次最终失败时发给用户的话：一段文本，或 `true`，即以用户的语言发送 `words.failed`。不填则什么也不发。",
  "The address to listen on; `0.0.0.0` where the TLS proxy is on another machine.":
    "监听地址；TLS 代理在另一台机器上时用 `0.0.0.0`。",
  "0 takes a free one.": "0 表示取一个空闲端口。",
  "On this machine only, unless told otherwise.": "默认只在本机可访问。",
  "Whether operators can stop, drop and retry there. Otherwise they see everything and change nothing.":
    "运维人员能否在面板上停止、丢弃和重试。否则只能查看，不能更改。",
  "Where the gateway writes how to open it, for its own user alone. By default beside the inbox's file, or beside the config: its name with `.board.json` behind it.":
    "网关把打开面板的方式写到哪里，仅网关自己的系统用户可读。默认在收件箱文件旁，或在配置文件旁：其文件名后加 `.board.json`。",
  "How long running turns may take to finish after SIGTERM, in ms; then they are aborted, and have up to 6 s to end. Everything else ends within it, too. Docker kills after 10 s unless it is told otherwise: 3000 fits.":
    "收到 SIGTERM 后，正在运行的轮次最多还有多久（毫秒）可以完成；之后被中止，并有最多 6 秒结束。其余的一切也在此时限内结束。Docker 默认 10 秒后强制终止：可设为 3000。",
  "For how many days it is kept beside the inbox, which must not be of kind `memory`; ids are kept as hashes. 0: not at all.":
    "消息经过（journal）在收件箱旁保留多少天，收件箱不能是 `memory`；ID 以哈希保存。0 表示不保留。",
  "Whether it says what people wrote.": "其中是否包含用户所写的文本。",
  "The least important lines that are written.": "写出的日志的最低级别。",
};
