/** One thing to say, in every language. `{seconds}` and the like stand for what is known only when it is said. */
export interface Phrase {
  readonly en: string;
  readonly zh: string;
}

/** A language that a phrase has. */
export type Language = keyof Phrase;

/** What the channel says to the users of a bot: the one place where these words stand. A new one is a row here. */
export const channelWords = {
  /** The answer to `/stop`. */
  stopped: { en: "Stopped.", zh: "已停止。" },
  /** The answer to `/stop` where there is nothing to stop. */
  nothingRuns: { en: "Nothing is running.", zh: "没有正在运行的任务。" },
  /** The answer to `/status`. */
  status: {
    en: "Running for {seconds} s. Waiting: {waiting}.",
    zh: "已运行 {seconds} 秒。排队中：{waiting}。",
  },
  /** The answer to `/status` where nothing runs. */
  idle: { en: "Nothing is running. Waiting: {waiting}.", zh: "没有正在运行的任务。排队中：{waiting}。" },
  /** The answer to `/new` of an agent that keeps the conversation here, as `openai` does. */
  newSession: { en: "✅ New session started.", zh: "✅ 已开始新会话。" },
  /** The message gets no answer: its turn has failed for good, or it gets none. */
  failed: { en: "Sorry, that did not work. Please try again.", zh: "抱歉，处理失败，请重试。" },
  /** Somebody whom the policy refuses is told so, where `notifyRefused` says it. */
  refused: { en: "Sorry, you cannot use this bot here.", zh: "抱歉，你无法在这里使用此机器人。" },
  /** Shown on a card whose action was taken. */
  received: { en: "Received", zh: "已收到" },
  /** Shown on a card whose action was not taken: Feishu does not deliver it again, so only the user can. */
  notReceived: { en: "Not received, please try again", zh: "没有收到，请再试一次" },
} as const satisfies Record<string, Phrase>;

/** Why a session's messages wait, for who looks after the bot. `{time}` is a duration. */
export const waitWords = {
  turn: { en: "behind a turn that has been running for {time}", zh: "前面有任务正在运行，已运行 {time}" },
  commandRuns: {
    en: "behind {command}, which has been running for {time}",
    zh: "前面的 {command} 正在运行，已运行 {time}",
  },
  hung: {
    en: "behind a turn that has been running for {time}: it has outrun its time and does not end",
    zh: "前面的任务已运行 {time}，已超时但仍未结束",
  },
  retry: {
    en: "behind a turn that has failed ({error}) and is tried again in {time}",
    zh: "前面的任务失败（{error}），将在 {time} 后重试",
  },
  barrier: {
    en: "behind {command} of {time} ago, which waits itself",
    zh: "排在 {time} 前的 {command} 之后，后者也在等待",
  },
  account: { en: "the account {account} is not connected yet", zh: "账号 {account} 尚未连接" },
  later: { en: "it has failed before, and is tried again in {time}", zh: "之前执行失败，将在 {time} 后重试" },
  order: { en: "older messages may still come", zh: "可能还有更早的消息未到达" },
  starts: { en: "its turn is about to begin", zh: "即将开始" },
  /** Behind one of those that name a turn which runs, where gateways share an inbox. */
  held: {
    en: "{reason}, held by {gateway}, epoch {epoch}",
    zh: "{reason}（由{gateway}持有，epoch {epoch}）",
  },
  thisGateway: { en: "this gateway", zh: "本网关" },
} as const satisfies Record<string, Phrase>;

/** What the OpenClaw plugin says by itself. */
export const pluginWords = {
  /** In place of an answer, when a command has waited too long or too many wait. */
  busy: {
    en: "⏳ This session is still busy with an earlier message, so this one was not carried out. Send /stop to end the running turn, then try again.",
    zh: "⏳ 当前会话仍在处理之前的消息，这条没有执行。请发送 /stop 结束正在运行的任务，然后重试。",
  },
  /** The answer to `/turns`. */
  turnRuns: {
    en: "a turn has been running for {seconds} s.",
    zh: "当前任务已运行 {seconds} 秒。",
  },
  turnRunsOthersWait: {
    en: "a turn has been running for {seconds} s, {waiting} waiting (the first for {oldest} s).",
    zh: "当前任务已运行 {seconds} 秒，{waiting} 条消息排队中（最早的已等待 {oldest} 秒）。",
  },
  noTurnRuns: { en: "no turn is running.", zh: "没有正在运行的任务。" },
  noTurnRunsOthersWait: {
    en: "no turn is running, {waiting} waiting (the first for {oldest} s).",
    zh: "没有正在运行的任务，{waiting} 条消息排队中（最早的已等待 {oldest} 秒）。",
  },
  sessionIdle: {
    en: "Nothing is running or waiting in this session.",
    zh: "当前会话没有正在运行或排队的任务。",
  },
  /** The answers to `/turns all` and `/turns release`. */
  allIdle: { en: "Nothing is running or waiting.", zh: "没有正在运行或排队的任务。" },
  counters: { en: "Counters: {counters}", zh: "计数：{counters}" },
  ownersOnly: {
    en: "Only an owner can see or release other sessions.",
    zh: "只有所有者可以查看或释放其他会话。",
  },
  usage: {
    en: "Usage: {command}, {command} all, {command} release <session key>",
    zh: "用法：{command}、{command} all、{command} release <会话键>",
  },
  released: { en: "Released {session}.", zh: "已释放 {session}。" },
  nothingToRelease: {
    en: "No turn is running in {session}.",
    zh: "{session} 中没有正在运行的任务。",
  },
} as const satisfies Record<string, Phrase>;
