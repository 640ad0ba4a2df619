import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type Attack, mustHold } from "../attack.ts";
import { type Post, post, rawConnection, signed } from "../http.ts";
import type { Scene } from "../scene.ts";

const PATH = "/feishu/default";

/** A request as it goes over the wire. */
function wire({ body, headers }: Post, more: readonly string[] = [], path = PATH): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${body.length}`;
  return [`POST ${path} HTTP/1.1`, "host: a", length, ...lines, ...more, "", body].join("\r\n");
}

/** Requests that two servers in a row might read differently; what is hidden in each must get no turn. */
function odd({ say }: Scene): Record<string, string> {
  const hidden = () => wire(signed(say.text({ user: "mallory" }, "smuggled")));
  const of = (body: string): Post => ({ body, headers: { "content-type": "application/json" } });
  const behind = hidden();
  const good = signed(say.text({ user: "mallory" }, "odd"));
  const gzip = gzipSync("x".repeat(50_000_000)).toString("latin1");
  return {
    "two lengths": wire(of("{}"), ["content-length: 0"]) + behind,
    "length and chunks": wire(of(`0\r\n\r\n${behind}`), ["transfer-encoding: chunked"]),
    "a coding that is none": wire(of("{}"), ["transfer-encoding: xchunked"]) + behind,
    "a space before the colon": wire(of("{}"), ["transfer-encoding : chunked"]) + behind,
    "a bare line feed": wire(of("{}")).replaceAll("\r\n", "\n"),
    "a chunk of more than there is": `POST ${PATH} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\n`,
    "a negative length": `POST ${PATH} HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n`,
    "a bomb of gzip": wire(of(gzip), ["content-encoding: gzip"]),
    "the signature twice": wire(good, [`x-lark-signature: ${good.headers["x-lark-signature"]}`]),
    "a header of 100 kB": wire(good, [`x-long: ${"x".repeat(100_000)}`]),
    "another path": wire(good, [], "/feishu/default/../default"),
    "an upgrade": wire(of("{}"), ["connection: upgrade", "upgrade: websocket"]),
    CONNECT: "CONNECT example.com:443 HTTP/1.1\r\nhost: a\r\n\r\n",
    "no HTTP": "\u0016\u0003\u0001\u0002\0\u0001\0\0\u0001\u00fc\u0003\u0003",
  };
}

export const oddRequestsGetNoTurn: Attack = {
  name: "requests that proxies read differently, pipelines and garbage get no turn of what is hidden in them",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway();
    const statuses: string[] = [];
    for (const [what, bytes] of Object.entries(odd(scene))) {
      const raw = rawConnection(url);
      scene.onEnd(() => raw.socket.destroy());
      raw.socket.write(bytes, "latin1");
      await sleep(150);
      statuses.push(
        `${what} ${[...raw.received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, it]) => it).join("+")}`,
      );
    }
    await pipelined(scene, url);
    const { status } = await post(url, signed(scene.say.text({ user: "alice" }, "last")));
    mustHold(status === 200, `an honest event behind them was answered ${status}`);
    await gateway.until("the last reply", () => scene.texts.includes("last"));
    const seen = scene.texts.join();
    mustHold(/^(odd,)?one,two,three,last$/.test(seen), `replies: ${seen} (${statuses.join(", ")})`);
    return statuses.join(", ");
  },
};

/** Three at once on one connection: each is answered, in order. */
async function pipelined(scene: Scene, url: string): Promise<void> {
  const raw = rawConnection(url);
  scene.onEnd(() => raw.socket.destroy());
  const texts = ["one", "two", "three"];
  const all = texts.map((text) => wire(signed(scene.say.text({ user: "alice" }, text))));
  raw.socket.write(all.join(""), "latin1");
  await scene.feishu.changes.until("their replies", () => scene.texts.includes("three"), 15_000);
  const answers = raw.received.match(/HTTP\/1\.1 200/g)?.length;
  mustHold(answers === texts.length, `${answers} answers to ${texts.length} requests in a pipeline`);
}
