import { expect, test } from "vitest";
import { sayWhy } from "../../../src/journal/view/say-why.ts";
import type { Why } from "../../../src/journal/view/why.ts";

const turn = {
  code: "turn",
  row: 1,
  command: undefined,
  since: 0,
  attempt: 1,
  epoch: undefined,
  hung: false,
} as const;

test.each<[Why, string, string]>([
  [turn, "behind a turn that has been running for 4:12 min", "前面有任务正在运行，已运行 4:12 min"],
  [
    { ...turn, command: "/new", epoch: 7 },
    "behind /new, which has been running for 4:12 min, held by this gateway, epoch 7",
    "前面的 /new 正在运行，已运行 4:12 min（由本网关持有，epoch 7）",
  ],
  [
    { ...turn, command: "/new", hung: true },
    "behind a turn that has been running for 4:12 min: it has outrun its time and does not end",
    "前面的任务已运行 4:12 min，已超时但仍未结束",
  ],
  [
    { code: "retry", row: 1, until: 254_000, error: "ERR_AGENT_STATUS: 500, said: a secret" },
    "behind a turn that has failed (ERR_AGENT_STATUS) and is tried again in 2.0 s",
    "前面的任务失败（ERR_AGENT_STATUS），将在 2.0 s 后重试",
  ],
  [
    { code: "barrier", row: 1, command: "/reset", since: 251_000 },
    "behind /reset of 1.0 s ago, which waits itself",
    "排在 1.0 s 前的 /reset 之后，后者也在等待",
  ],
  [{ code: "account", account: "sales" }, "the account sales is not connected yet", "账号 sales 尚未连接"],
  [
    { code: "later", until: 250_000 },
    "it has failed before, and is tried again in 0 ms",
    "之前执行失败，将在 0 ms 后重试",
  ],
  [{ code: "order" }, "older messages may still come", "可能还有更早的消息未到达"],
  [{ code: "starts" }, "its turn is about to begin", "即将开始"],
])("%j", (why, en, zh) => {
  const now = 252_000;
  expect([sayWhy(why, { language: "en", now }), sayWhy(why, { language: "zh", now })]).toEqual([en, zh]);
});

test("where gateways share sessions it says which one has it", () => {
  const said = sayWhy({ ...turn, epoch: 7 }, { language: "en", now: 252_000, gateway: "gateway B" });
  expect(said).toMatch(/for 4:12 min, held by gateway B, epoch 7$/);
});
