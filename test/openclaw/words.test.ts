import { expect, test } from "vitest";
import { FakeHost } from "../support/openclaw/fake-host.ts";

const sessionKey = "agent:main:feishu:direct:ou_ann";

test.each([
  [{}, "", "a turn has been running for 7 s."],
  [{ language: "zh" }, "", "当前任务已运行 7 秒。"],
  [{}, "全部", "只有所有者可以查看或释放其他会话。"],
  [{ language: "en" }, "全部", "Only an owner can see or release other sessions."],
  [{ words: { turnRuns: "{seconds}" } }, "", "7"],
])("with %j, /turns %s is answered: %s", async (config, args, answer) => {
  const host = new FakeHost().load(config);
  await host.send({ session: sessionKey });
  await host.pass(7000);
  expect(host.command({ sessionKey, args })).toBe(answer);
});
