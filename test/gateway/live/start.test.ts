import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
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
    message: `health: cannot listen on 127.0.0.1:${port} (EADDRINUSE)`,
  });
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
