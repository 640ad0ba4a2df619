import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { checkConfig, createLog, startRecording } from "../../../src/gateway/index.ts";
import {
  account,
  appId,
  configWith,
  folder,
  lines,
  SECRET,
  setUp,
  start,
} from "../../support/gateway/starting.ts";

beforeEach(setUp);

const ref = { env: "SET" };
const webhook = { transport: "webhook" };
const top = { webhook: { port: 0 } };
const warnings = (about: string) =>
  lines.map((line) => JSON.parse(line)).filter(({ level, msg }) => level === 40 && msg.includes(about));

test("a webhook with a verification token alone is warned of, by gateway and recording", async () => {
  const strong = { ...account, appId: "cli_fedcba9876543210", encryptKey: ref };
  const accounts = { weak: { ...account, verificationToken: ref }, strong };
  const config = configWith({ ...webhook, accounts }, top);
  await start(config);
  expect(warnings("without an encryptKey")).toMatchObject([{ account: "weak" }]);
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  const checked = checkConfig(config, join(folder, "gateway.json5"));
  const recording = await startRecording(checked, join(folder, "out.jsonl"), { log, env: { SET: SECRET } });
  await recording.close();
  expect(warnings("without an encryptKey")).toHaveLength(2);
});

test("a long connection needs no encrypt key, and is not warned of", async () => {
  await start(configWith({ accounts: { default: { ...account, verificationToken: ref } } }));
  expect(warnings("without an encryptKey")).toEqual([]);
});

test.each<[string, number, object, string[]]>([
  [
    "others can read",
    0o644,
    { accounts: { a: { appId, appSecret: SECRET } } },
    ["channels.feishu.accounts.a.appSecret"],
  ],
  ["only its group can read", 0o640, { accounts: { a: { appId, appSecret: SECRET } } }, []],
  ["others can read, but that names its secrets", 0o644, { accounts: { a: { appId, appSecret: ref } } }, []],
])("of a config that %s", async (_, mode, channel, keys) => {
  const file = join(folder, "gateway.json5");
  await writeFile(file, "");
  await chmod(file, mode);
  await start(configWith(channel));
  expect(warnings("others can read the config").flatMap((line) => line.keys)).toEqual(keys);
  expect(lines.join("")).not.toContain(SECRET);
});
