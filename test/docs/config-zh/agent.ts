/** `agent`: what the schema says of a key, in English, and the same in Chinese. */
export const agentZh: Readonly<Record<string, string>> = {
  "Where each turn is POSTed as JSON.": "每个轮次以 JSON POST 到哪里。",
  "Sent along, e.g. `authorization`.": "随请求发送的头，例如 `authorization`。",
  "Whether what is said one after the other is a message each, or paragraphs of one card that is updated. On a card all texts are markdown.":
    "先后说出的内容是各发一条消息，还是作为同一张卡片的各段，不断更新。卡片上的文本一律按 markdown。",
  "How long one turn may take, in ms.": "一个轮次最多用多久（毫秒）。",
  "How long a question of the agent waits for its answer, in ms; then the turn ends. The session waits as long.":
    "智能体的提问等待回答多久（毫秒）；超过后轮次结束。会话也等待这么久。",
  "How long one answer may be; a longer one is a failure, and not asked for again.":
    "一次回答最多多少字节；更长的视为失败，且不再重试。",
  'Whether `<at user_id="…"></at>` in an answer mentions people. Otherwise it is text, as users may have written it.':
    '回答中的 `<at user_id="…"></at>` 是否真的 @ 人。否则视为普通文本，因为它可能出自用户之手。',
  "The program and its arguments; it starts in the config's folder.":
    "程序及其参数；在配置文件所在目录启动。",
  "What its stdout holds: one text, markdown, or lines of JSON (as an HTTP agent streams them), each sent as it comes. In a `dialog` these may be questions, and its stdin stays open for the answers, one on each line.":
    "标准输出的内容：一段文本、markdown，或逐行 JSON（与 HTTP 智能体的流相同），每行到达即发送。`dialog` 中这些行还可以是提问，标准输入保持打开以接收回答，每行一个。",
  "`inherit` shows what the program says there among the gateway's own lines.":
    "`inherit`：把程序写到标准错误的内容与网关自己的日志一起显示。",
  "From SIGTERM to SIGKILL, in ms.": "从 SIGTERM 到 SIGKILL 间隔多久（毫秒）。",
  "An OpenAI-compatible server, e.g. `http://127.0.0.1:11434/v1`.":
    "兼容 OpenAI 的服务地址，例如 `http://127.0.0.1:11434/v1`。",
  "The model's name.": "模型名称。",
  "The server's key, if it wants one.": "服务的密钥，如果需要。",
  "What the model is told before the conversation.": "对话之前告诉模型的内容（系统提示）。",
  "How its answers are sent: as they are, or as markdown.": "回答如何发送：按原文，或按 markdown。",
  "Where the sessions' transcripts are kept.": "各会话的对话记录存在哪里。",
  "How many messages the model is shown.": "最多给模型看多少条消息。",
  "How long each turn takes, in ms.": "每个轮次持续多久（毫秒）。",
};
