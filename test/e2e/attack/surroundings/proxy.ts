import { certificate } from "../../../support/stand-in/certificate.ts";
import { type Attack, mustHold } from "../attack.ts";
import type { Scene } from "../scene.ts";
import { startDoor, startProxy } from "./watched-network.ts";

/** On this machine, and yet not what every program takes for it: 127.0.0.1 is never gone to by a proxy. */
const HOST = "127.0.0.2";

/** A gateway that answers one message, and which ways it took; the long connection's address has no door of its own. */
async function conversation(scene: Scene, env: (proxy: string) => NodeJS.ProcessEnv) {
  await scene.startFeishu({ tls: certificate, host: HOST });
  const behind = Number(new URL(scene.feishu.url).port);
  const door = await startDoor(scene, HOST, () => behind);
  const proxy = await startProxy(scene, HOST, (port) => (port === door.port ? behind : port));
  const gateway = await scene.connectedGateway({
    feishu: { domain: `https://${HOST}:${door.port}` },
    // The certificate is for another address.
    env: { NODE_TLS_REJECT_UNAUTHORIZED: "0", ...env(proxy.url) },
  });
  scene.feishu.deliver(scene.say.text({ user: "alice" }, "hello"));
  await gateway.until("reply", () => scene.texts.length > 0);
  const api = proxy.asked.filter((port) => port === door.port).length;
  const longConnection = proxy.asked.filter((port) => port === behind).length;
  return { direct: door.came, api, longConnection };
}

export const nothingGoesRoundTheProxy: Attack = {
  name: "with HTTPS_PROXY nothing goes round it: neither the API nor the long connection",
  async run(scene) {
    const ways = await conversation(scene, (HTTPS_PROXY) => ({ HTTPS_PROXY, NO_PROXY: "" }));
    const seen = JSON.stringify(ways);
    mustHold(ways.direct === 0 && ways.api > 0 && ways.longConnection > 0, seen);
    return seen;
  },
};

export const noProxyIsRespected: Attack = {
  name: "NO_PROXY is respected: by the API and by the long connection",
  async run(scene) {
    const ways = await conversation(scene, (HTTPS_PROXY) => ({
      HTTPS_PROXY,
      NO_PROXY: `example.com,${HOST}`,
    }));
    const seen = JSON.stringify(ways);
    mustHold(ways.direct > 0 && ways.api === 0 && ways.longConnection === 0, seen);
    return seen;
  },
};
