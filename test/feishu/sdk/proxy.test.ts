import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { createClient, fetchBotOpenId } from "../../../src/feishu/sdk/client.ts";
import { proxiesIn } from "../../../src/feishu/sdk/proxy.ts";
import { DEMO_APP, EventMaker, startStandIn } from "../../../src/stand-in/index.ts";
import { startConnectProxy } from "../../support/feishu/connect-proxy.ts";
import { setUp } from "../../support/feishu/long-connection.ts";
import { certificate } from "../../support/stand-in/certificate.ts";

function setProxies(variables: Record<string, string>): void {
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"])
    for (const either of [name, name.toLowerCase()]) vi.stubEnv(either, variables[either]);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** Lets this process trust the stand-in. */
function trust(): void {
  const before = getCACertificates();
  setDefaultCACertificates([...before, certificate.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
}

/** A Feishu that only the proxy can find. */
async function hiddenFeishu() {
  const probe = await startStandIn();
  const port = Number(new URL(probe.url).port);
  await probe.close();
  const publicUrl = `https://feishu.test:${port}`;
  return { standIn: { tls: certificate, port, publicUrl }, domain: publicUrl };
}

test.each([["HTTPS_PROXY"], ["https_proxy"], ["ALL_PROXY"]])(
  "API calls and the long connection go by %s",
  async (variable) => {
    const proxy = await startConnectProxy();
    setProxies({ [variable]: proxy.url });
    trust();
    const { standIn, domain } = await hiddenFeishu();
    const { feishu, connection, log, kept } = await setUp({ standIn, connection: { domain } });
    const client = createClient({ ...DEMO_APP, domain, log });
    expect(await fetchBotOpenId(client)).toBe(DEMO_APP.botOpenId);
    const byApi = proxy.asked.length;
    await connection.start();
    await feishu.changes.until("the connection", () => feishu.connections() === 1);
    const delivery = feishu.deliver(new EventMaker().text({ user: "alice" }, "hello"));
    await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
    expect(kept).toHaveLength(1);
    expect(byApi).toBeGreaterThanOrEqual(1);
    // The endpoint, and the long connection itself.
    expect(proxy.asked.length - byApi).toBeGreaterThanOrEqual(2);
    expect(new Set(proxy.asked)).toEqual(new Set(["feishu.test"]));
  },
);

test("what stays on this machine does not go by a proxy", async () => {
  const proxy = await startConnectProxy();
  setProxies({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
  const { feishu, connection, log } = await setUp();
  await fetchBotOpenId(createClient({ ...DEMO_APP, domain: feishu.url, log }));
  await connection.start();
  expect(proxy.asked).toEqual([]);
});

const loopback = "localhost,127.0.0.1,::1,[::1]";
test.each<[Record<string, string>, ReturnType<typeof proxiesIn>]>([
  [{}, undefined],
  [{ NO_PROXY: "a" }, undefined],
  [{ HTTPS_PROXY: "" }, undefined],
  [{ HTTPS_PROXY: "http://p:1" }, { https_proxy: "http://p:1", no_proxy: loopback }],
  [{ HTTP_PROXY: "http://p:1" }, { http_proxy: "http://p:1", no_proxy: loopback }],
  [
    { HTTPS_PROXY: "http://P", https_proxy: "http://p" },
    { https_proxy: "http://p", no_proxy: loopback },
  ],
  [{ HTTPS_PROXY: "p:1" }, { https_proxy: "http://p:1", no_proxy: loopback }],
  [{ all_proxy: "http://p" }, { http_proxy: "http://p", https_proxy: "http://p", no_proxy: loopback }],
  [
    { HTTPS_PROXY: "http://p", NO_PROXY: ".feishu.cn" },
    { https_proxy: "http://p", no_proxy: `.feishu.cn,${loopback}` },
  ],
])("of %j", (env, proxies) => {
  expect(proxiesIn(env)).toEqual(proxies);
});

test.each(["socks5://user:password@p:1", "http://", "http:// p"])(
  "%s is refused, without its value",
  (url) => {
    const refusal = { code: "ERR_INVALID_OPTION", message: expect.not.stringContaining("password") };
    expect(() => proxiesIn({ HTTPS_PROXY: url })).toThrow(expect.objectContaining(refusal));
  },
);
