import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { EventMaker } from "../../../src/stand-in/index.ts";
import {
  appId,
  appSecret,
  configWith,
  feishu,
  folder,
  lines,
  SECRET,
  setUp,
  start,
} from "../../support/gateway/starting.ts";

beforeEach(setUp);

const ref = { env: "SET" };

test("a port that is taken stops the start", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const port = Object(other.address()).port;
  await expect(start(configWith({}, { health: { port } }))).rejects.toMatchObject({
    code: "ERR_CANNOT_LISTEN",
    message: expect.stringMatching(
      new RegExp(
        `gateway\\.json5: health\\.port: cannot listen on 127.0.0.1:${port} \\(EADDRINUSE\\): something`,
      ),
    ),
  });
});

test("an address that this machine has not is told by its key", async () => {
  const started = start(configWith({}, { health: { host: "192.0.2.1", port: 0 }, board: false }));
  await expect(started).rejects.toMatchObject({ message: expect.stringContaining("health.host: cannot") });
});

const said = () => lines.map((line) => JSON.parse(line).msg);

test("the log says as whom it is connected, once it is", async () => {
  const gateway = await start(configWith({}));
  expect(said()).not.toContain("connected as stand-in");
  await gateway.connected;
  expect(said()).toContain("connected as stand-in");
});

test("it warns that everybody shares one session when nothing says who does", async () => {
  await start(configWith({}, { session: { dmScope: "main" } }));
  expect(said().join()).not.toContain("session.dmScope");
  await start(configWith({}));
  expect(said()).toContainEqual(expect.stringMatching(/^session\.dmScope is left out: everybody/));
});

test("at the end it says what it waits for", async () => {
  const gateway = await start(configWith({}, { agent: { kind: "echo", delayMs: 200 } }));
  await gateway.connected;
  const delivery = feishu.deliver(new EventMaker().text({ user: "alice" }, "hello"));
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  await gateway.close();
  expect(said()).toContain("the gateway stops; the turns of one session may finish, for 30.0 s at most");
  expect(feishu.messages).toHaveLength(1);
});

test("an inbox that another gateway holds stops the start, and says who", async () => {
  const config = configWith({}, { inbox: { kind: "sqlite", file: "held.sqlite" } });
  await start(config);
  await expect(start(config)).rejects.toMatchObject({
    code: "ERR_INBOX_HELD",
    message: expect.stringContaining(`process ${process.pid}`),
  });
});

test("credentials that Feishu refuses are told, without the secret", async () => {
  const gateway = await start(configWith({ accounts: { default: { appId, appSecret: ref } } }));
  const error: unknown = await gateway.connected.catch((it) => it);
  expect(error).toMatchObject({ code: "ERR_FEISHU_REFUSED" });
  expect(`${error} ${lines.join("")}`).not.toContain(SECRET);
});

test("secrets come from files, relative to the config, too", async () => {
  await writeFile(join(folder, "secret.txt"), `${appSecret}\n`);
  const gateway = await start(
    configWith({ accounts: { default: { appId, appSecret: { file: "secret.txt" } } } }),
  );
  await gateway.connected;
  expect(lines.join("")).not.toContain(appSecret);
});

test.each([
  ["is not there", undefined, "which cannot be read (ENOENT)"],
  ["is empty", " \n", "which is empty"],
])("a secret's file that %s stops the start", async (_, content, reason) => {
  const file = join(folder, "secret.txt");
  if (content !== undefined) await writeFile(file, content);
  const config = configWith({ accounts: { default: { appId, appSecret: { file: "secret.txt" } } } });
  await expect(start(config)).rejects.toMatchObject({
    message: expect.stringContaining(`a secret in ${file}, ${reason}`),
  });
});

test("/healthz and /readyz tell how it is, on this machine only", async () => {
  const gateway = await start(configWith({}, { health: { port: 0 } }));
  await gateway.connected;
  const { health } = gateway.addresses;
  expect(health).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const ask = async (path: string) => {
    const response = await fetch(`${health}${path}`);
    return [response.status, await response.json()];
  };
  expect(await ask("/healthz")).toEqual([200, { alive: true }]);
  expect(await ask("/readyz")).toEqual([200, { ready: true, accounts: { default: true }, inbox: "ok" }]);
  await feishu.close();
  await expect
    .poll(() => ask("/readyz"))
    .toEqual([503, { ready: false, accounts: { default: false }, inbox: "ok" }]);
});
