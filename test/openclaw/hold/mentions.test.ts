import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const tag = '<at user_id="ou_li">Li Na</at>';

// The host itself leaves the tags out in a group, and nowhere else; "@Li Na" is text to it everywhere.
test.each([
  ["group", `${tag} /status`, true],
  ["group", `/status ${tag}`, true],
  ["group", "@Li Na /status", false],
  ["group", "／status", true],
  ["group", "\u200b/status", true],
  ["direct", `${tag} /status`, false],
  ["direct", "@Li Na /status", false],
  ["direct", "/status@another_bot", false],
])("what is a command to the host is one to the plugin: in a %s, %j %j", async (chatType, text, passes) => {
  const host = new FakeHost().load({ chatTypes: ["p2p", "group"] });
  await host.send({ chatType });
  expect((await host.send({ chatType, text })).running).toBe(passes);
});
