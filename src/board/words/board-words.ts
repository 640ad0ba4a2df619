import type { Phrase } from "../../wording/words.ts";

/** What became of what was not run. */
export const notRunWords = {
  "in-progress": { en: "joined: the same work waits or runs", zh: "已合并：同一工作正在等待或运行" },
  duplicate: { en: "duplicate: the same work has ended", zh: "重复：同一工作已结束" },
  joined: { en: "joined another message's turn", zh: "并入了另一条消息的轮次" },
  expired: { en: "expired: too old on arrival", zh: "已过期：到达时已太旧" },
  overflow: { en: "overflow: too many waited", zh: "溢出：排队过多" },
  cancelled: { en: "cancelled", zh: "已取消" },
  stopped: { en: "stopped before it began", zh: "开始前已停止" },
  recalled: { en: "recalled by its author", zh: "已被发送者撤回" },
  dropped: { en: "dropped by a middleware", zh: "被中间件丢弃" },
  gone: { en: "ended by somebody else", zh: "已由他人结束" },
  answered: { en: "answered the question of a running turn", zh: "回答了正在运行的轮次的提问" },
  completed: { en: "answered by the gateway itself", zh: "由网关直接回答" },
  dead: { en: "given up before it began", zh: "开始前已放弃" },
  byStop: { en: "by a stop command", zh: "由停止命令" },
  byInterrupt: { en: "by a command that interrupts", zh: "由中断命令" },
  byRecall: { en: "by a recall", zh: "由撤回" },
  byOperator: { en: "by an operator", zh: "由操作员" },
} as const satisfies Record<string, Phrase>;

/** What is told of a session. */
export const columnWords = {
  session: { en: "session", zh: "会话" },
  running: { en: "running for", zh: "已运行" },
  waiting: { en: "waiting", zh: "排队" },
  oldest: { en: "oldest for", zh: "最久等待" },
  why: { en: "why it waits", zh: "等待原因" },
  hung: { en: "Hung", zh: "卡住" },
  hangs: { en: "(hangs)", zh: "（卡住）" },
  summary: {
    en: "{shown} of {all} sessions. Running {running}, waiting {waiting}, hung {hung}. Waits since the gateway runs: p50 {p50}, p95 {p95}.",
    zh: "会话 {shown}/{all}。运行 {running}，排队 {waiting}，卡住 {hung}。启动以来等待：p50 {p50}，p95 {p95}。",
  },
} as const satisfies Record<string, Phrase>;
