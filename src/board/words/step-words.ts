import type { Phrase } from "../../wording/words.ts";

/** What facts of the journal say, step by step. */
export const stepWords = {
  received: { en: "came in, over {transport}: {claim}", zh: "经 {transport} 到达：{claim}" },
  acknowledged: { en: "acknowledged to Feishu after {took}", zh: "{took} 后向飞书确认" },
  unavailable: { en: "not acknowledged: Feishu will send it again", zh: "未确认：飞书会重新发送" },
  elsewhere: { en: "another gateway has its session and runs it", zh: "由持有该会话的另一网关运行" },
  arrived: { en: "another gateway has received it", zh: "由另一网关接收" },
  resumed: { en: "found in the inbox ({why})", zh: "在收件箱中找到（{why}）" },
  waiting: { en: "waits ({why})", zh: "等待（{why}）" },
  started: { en: "its turn begins, attempt {attempt}", zh: "轮次开始，第 {attempt} 次" },
  replied: { en: "part {part} of the answer sent ({kind})", zh: "已发送第 {part} 部分回复（{kind}）" },
  cancelled: { en: "told to stop ({by})", zh: "被要求停止（{by}）" },
  retry: { en: "attempt {attempt} failed: {error}", zh: "第 {attempt} 次失败：{error}" },
  hung: { en: "has outrun its time, and still holds the session", zh: "已超时，仍占用会话" },
  ended: { en: "ended: {outcome}", zh: "结束：{outcome}" },
  dead: { en: "given up: {error}", zh: "放弃：{error}" },
  left: { en: "left for later", zh: "留待以后处理" },
  recalled: { en: "its author took it back ({became})", zh: "发送者撤回（{became}）" },
} as const satisfies Record<string, Phrase>;
