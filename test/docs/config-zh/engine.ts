/** The engine's options, and the OpenClaw plugin's: what the schema says of a key, in English, and the same in Chinese. */
export const engineZh: Readonly<Record<string, string>> = {
  "How long finished work is remembered.": "已完成的工作记住多久（毫秒），用于去重。",
  "How many identities of finished work are remembered at most.": "最多记住多少个已完成工作的标识。",
  "How many turns may wait in one session; the next one is refused as overflow.":
    "一个会话中最多有多少个轮次排队；再多的以 overflow 拒绝。",
  "Messages older than this on arrival are refused as expired; 0 accepts any age.":
    "到达时早于此值（毫秒）的消息以 expired 拒绝；0 表示不限。",
  "After this a turn's signal aborts and it is reported as hung; 0 never.":
    "超过此值（毫秒）后，轮次的 signal 触发中止，并报告为卡住；0 表示从不。",
  "How long an ordinary turn waits so that a message written earlier can overtake it.":
    "普通轮次开始前等待多久（毫秒），以便更早写的消息能排到它前面。",
  "Command words to add or change, by what they mean for order.":
    "新增或更改的命令词，值为它们对顺序的含义。",
  "Which chats are kept in order: p2p (DMs), group.": "哪些聊天保持顺序：p2p（单聊）、group（群）。",
  "Messages of these channels run once, and one turn at a time per session.":
    "这些渠道的消息各只执行一次，每个会话同时只有一个轮次。",
  "Direct chats (p2p), groups, or both. Others pass untouched.":
    "单聊（p2p）、群（group），或两者。其余的原样放行。",
  "Whether a message of another channel, such as the Control UI, waits for a session that is in use.":
    "其他渠道（例如 Control UI）的消息是否等待正在使用的会话。",
  "Wait until the running turn has ended, or abort it and drop what waits.":
    "/new 等到正在运行的轮次结束，或中止它并丢弃排队的消息。",
  "Counted from the message's arrival. Then a plain message passes to the host, and /new is answered with a notice that the session is busy. By default 240000, since current hosts lose messages that are held for 300 s; on hosts without such a limit (2026.5) as long as a turn may take, maxHoldMs.":
    "从消息到达起算的最长等待（毫秒）。超过后普通消息交给宿主，/new 则得到会话忙的提示。默认 240000，因为现有宿主会丢失被扣住 300 秒的消息；在没有此限制的宿主（2026.5）上，与轮次最长时间 maxHoldMs 相同。",
  "A session is let go when its turn has not ended by then and the host does not run it any more; that is logged.":
    "到此时（毫秒）轮次仍未结束、而宿主已不再运行它时，放开会话，并写入日志。",
  "How long a gateway that is told to stop waits for turns that run, before it closes its channels. Hosts end themselves after 25 s.":
    "网关收到停止指令后，在关闭渠道之前等待正在运行的轮次多久（毫秒）。宿主在 25 秒后自行结束。",
  "auto: Chinese to who writes Chinese, else English.": "auto：对写中文的人用中文，否则用英文。",
  "Run a turn once more when another writer replaced its transcript. The message then stands twice in the transcript.":
    "另一个写入者替换了对话记录时，把该轮次再运行一次。此时消息在记录中出现两次。",
  "Whether operators can release sessions on the board; otherwise they see, and change nothing. With `board: false` there is no board.":
    "运维人员能否在面板上释放会话；否则只能查看，不能更改。`board: false` 表示没有面板。",
};
