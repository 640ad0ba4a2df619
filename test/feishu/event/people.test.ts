import { expect, test } from "vitest";
import { peopleOn, readPerson } from "../../../src/feishu/event/people.ts";

const understood: Array<[string, string, string]> = [
  ["an open id", "ou_7d8a6e6df7", "ou_7d8a6e6df7"],
  ["a union id", "on_cad4860e7a", "on_cad4860e7a"],
  ["a user id", "e33ggbyz", "e33ggbyz"],
  ["a user id that the company chose", "Li.Na-7", "Li.Na-7"],
  ["everybody", "*", "*"],
  ["everybody on the channel", "feishu:*", "*"],
  ["blanks around it", "  ou_7d8a \n", "ou_7d8a"],
  ["the channel", "feishu:ou_7d8a", "ou_7d8a"],
  ["the channel's other name", "LARK: ou_7d8a", "ou_7d8a"],
  ["the channel twice", "feishu:feishu:ou_7d8a", "ou_7d8a"],
  ["user:", "user:ou_7d8a", "ou_7d8a"],
  ["user: and a user id", "user:e33ggbyz", "e33ggbyz"],
  ["open_id:", "open_id:ou_7d8a", "ou_7d8a"],
  ["both", "feishu:user:ou_7d8a", "ou_7d8a"],
  ["union_id:", "union_id:on_cad4", "on_cad4"],
  ["an open id in capitals", "OU_7D8A", "ou_7d8a"],
];

test.each(understood)("%s is understood: %s", (_, entry, id) => {
  expect(readPerson(entry)).toBe(id);
});

const refused: Array<[string, string]> = [
  ["nothing", ""],
  ["blanks", "  "],
  ["a channel alone", "feishu:"],
  ["a chat", "oc_a0553eda"],
  ["a chat with its kind", "chat:oc_a0553eda"],
  ["a group", "group:oc_a0553eda"],
  ["an app", "cli_0123456789abcdef"],
  ["a message", "om_7f1c"],
  ["another channel", "telegram:7"],
  ["a name", "李雷"],
  ["a name with a blank", "Li Na"],
  ["an address", "li.na@example.com"],
  ["a phone number", "+8613011111111"],
  ["a union id as an open id", "open_id:on_cad4"],
  ["an open id that is none", "ou_"],
];

test.each(refused)("%s is refused: %s", (_, entry) => {
  const call = () => peopleOn(["ou_1", entry], "allowFrom");
  expect(call).toThrow(expect.objectContaining({ code: "ERR_INVALID_OPTION" }));
  expect(call).toThrow(`allowFrom[1]: expected an open id (ou_…)`);
  expect(call).toThrow(`got ${JSON.stringify(entry)}`);
});

test("somebody is on a list under any of their ids", () => {
  const ids = { open_id: "ou_1", user_id: "e33ggbyz", union_id: "on_1" };
  for (const entry of ["ou_1", "e33ggbyz", "on_1", "feishu:on_1", "*"])
    expect(peopleOn([entry], "allowFrom")(ids)).toBe(true);
  for (const entry of ["ou_2", "E33GGBYZ"]) expect(peopleOn([entry], "allowFrom")(ids)).toBe(false);
  expect(peopleOn(["ou_1"], "allowFrom")(undefined)).toBe(false);
});
