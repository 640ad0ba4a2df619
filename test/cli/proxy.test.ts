import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { EventMaker, startStandIn } from "../../src/stand-in/index.ts";
import { exitCode, startIn } from "../support/cli/run.ts";
import { startConnectProxy } from "../support/feishu/connect-proxy.ts";
import { AgentServer } from "../support/gateway/agent-server.ts";
import { configOf } from "../support/gateway/config.ts";
import { tempFolder } from "../support/inbox/temp.ts";
import { certificate } from "../support/stand-in/certificate.ts";

/** A Feishu that only a proxy can find. */
async function hiddenFeishu() {
  const probe = await startStandIn();
  const port = Number(new URL(probe.url).port);
  await probe.close();
  const domain = `https://feishu.test:${port}`;
  const feishu = await startStandIn({ tls: certificate, port, publicUrl: domain });
  onTestFinished(() => feishu.close());
  return { feishu, domain };
}

test("in a closed network everything goes by the proxy: Feishu's API, the long connection and the agent", async () => {
  const proxy = await startConnectProxy();
  const { feishu, domain } = await hiddenFeishu();
  const agent = new AgentServer(
    () => "hi",
    () => feishu.changes.emit("change"),
  );
  await agent.listen();
  onTestFinished(() => agent.kill());
  const folder = tempFolder();
  const [config, ca] = [join(folder, "gateway.json5"), join(folder, "ca.pem")];
  const agentUrl = agent.url.replace("127.0.0.1", "agent.test");
  await writeFile(config, JSON.stringify(configOf(domain, agentUrl)));
  await writeFile(ca, certificate.cert);
  const proxies = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: "" };
  const child = startIn({ ...proxies, NODE_EXTRA_CA_CERTS: ca }, "gateway", "--config", config);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [ended, stderr] = [exitCode(child), text(child.stderr)];
  await feishu.changes.until("the connection", () => feishu.connections() === 1, 30_000);
  feishu.deliver(new EventMaker().text({ user: "alice" }, "hello"));
  await feishu.changes.until("the reply", () => feishu.messages.length === 1, 30_000);
  child.kill("SIGTERM");
  expect([await ended, await stderr]).toEqual([0, expect.not.stringContaining("NODE_USE_ENV_PROXY")]);
  expect(new Set(proxy.asked)).toEqual(new Set(["feishu.test", "agent.test"]));
});

test("a proxy that cannot be gone by stops the start", async () => {
  const folder = tempFolder();
  const config = join(folder, "gateway.json5");
  await writeFile(config, JSON.stringify(configOf("http://127.0.0.1:1", "http://127.0.0.1:1")));
  const child = startIn({ HTTPS_PROXY: "socks5://u:password@p" }, "gateway", "--config", config);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [ended, stderr] = await Promise.all([exitCode(child), text(child.stderr)]);
  expect(ended).toBe(2);
  expect(stderr).toContain("HTTPS_PROXY: expected an http or https URL");
  expect(stderr).not.toContain("password");
});
