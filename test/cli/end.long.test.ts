import { beforeEach, expect, test } from "vitest";
import { DEMO_APP } from "../../src/stand-in/index.ts";
import { connect, feishu, say, setUp } from "../support/cli/live.ts";
import { configOf } from "../support/gateway/config.ts";

beforeEach(setUp);

const echo = { agent: { kind: "echo" }, shutdown: { timeoutMs: 1000 } };
const { appId, appSecret } = DEMO_APP;
/** For longer than a test may take. */
const hangs = { times: 99, answer: { delayMs: 600_000 } };
const paths = [
  ["the token endpoint hangs", "/open-apis/auth/v3/tenant_access_token/internal"],
  ["sending hangs", /\/reply$/],
] as const;

test.each(paths)("SIGTERM ends it in time while %s, with a turn under way", async (_, path) => {
  feishu.script({ path, ...hangs });
  const config = { ...configOf(feishu.url, "http://127.0.0.1:1"), ...echo };
  const { child, ended, stderr } = await connect("gateway", config);
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(await stderr).not.toContain(appSecret);
});

test("SIGTERM ends it in time while the token endpoint hangs and nothing runs", async () => {
  feishu.script({ path: paths[0][1], ...hangs });
  const accounts = { default: { appId, appSecret } };
  const { child, ended } = await connect("gateway", {
    ...configOf(feishu.url, "http://127.0.0.1:1", { feishu: { accounts } }),
    ...echo,
  });
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
