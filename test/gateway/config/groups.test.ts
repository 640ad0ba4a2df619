import { describe, expect, test } from "vitest";
import { CHAT_ENTRY } from "../../../src/feishu/policy/chats.ts";
import { groupOptionsOf } from "../../../src/gateway/config/groups.ts";
import { checkConfig } from "../../../src/gateway/index.ts";

const account = { appId: "cli_00000000000000a1", appSecret: { env: "SECRET" } };
const configOf = (feishu: object) => checkConfig({ channels: { feishu } }, "gateway.json5").channels.feishu;

describe("the groups of an account", () => {
  test("are on a list that is empty, by default", () => {
    expect(groupOptionsOf(configOf({ accounts: { a: account } }), "a")).toEqual({ groupPolicy: "allowlist" });
  });

  test("are as the channel has them, key by key, where it does not say otherwise", () => {
    const channel = configOf({
      accounts: { a: { ...account, requireMention: false, groups: { oc_1: {} } }, b: account },
      groupPolicy: "open",
      requireMention: true,
      groups: { "*": { groupSessionScope: "group_topic", enabled: true } },
    });
    const all = { groupPolicy: "open", requireMention: true };
    expect(groupOptionsOf(channel, "b")).toEqual({ ...all, groups: channel.groups });
    expect(groupOptionsOf(channel, "a")).toEqual({ ...all, requireMention: false, groups: { oc_1: {} } });
    expect(groupOptionsOf(channel, "gone")).toEqual({ ...all, groups: channel.groups });
  });

  test.each([
    [{ groupPolicy: "closed" }, 'groupPolicy: expected "open" or "allowlist" or "disabled", got "closed"'],
    [{ groupSessionScope: "topic" }, 'groupSessionScope: expected "group" or "group_sender"'],
    [{ groupAllowFrom: ["ou_1"] }, `groupAllowFrom[0]: expected ${CHAT_ENTRY}, got "ou_1"`],
    [{ groupSenderAllowFrom: ["oc_1"] }, "groupSenderAllowFrom[0]: expected an open id (ou_…)"],
    [{ groups: { team: {} } }, "groups.team: expected a chat's id (oc_…) or * as its key"],
    [{ groups: { oc_1: { allowFrom: ["a b"] } } }, "groups.oc_1.allowFrom[0]: expected an open id (ou_…)"],
    [{ groups: { oc_1: { groupPolicy: "open" } } }, "groups.oc_1.groupPolicy: no such key"],
  ])("are refused when they can mean none: %j", (keys, reason) => {
    expect(() => configOf(keys)).toThrow(`channels.feishu.${reason}`);
    const accounts = { a: { ...account, ...keys } };
    expect(() => configOf({ accounts })).toThrow(`channels.feishu.accounts.a.${reason}`);
  });
});
