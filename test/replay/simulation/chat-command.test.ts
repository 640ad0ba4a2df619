import { expect, test } from "vitest";
import { chatCommand } from "../../../src/replay/simulation/chat-command.ts";

test.each([
  ["/new", "reset"],
  [" /RESET now", "reset"],
  ["/stop", "stop"],
  ["/abort", "stop"],
  ["停止。", "stop"],
  ["Stop!", "stop"],
  ["/approve 7 once", "control"],
  ["/deny 7", "control"],
  ["/status", "control"],
  ["/btw why", "control"],
  ["/steer left", "control"],
  ["/news", undefined],
  ["please /new", undefined],
  ["stop the music", undefined],
  [undefined, undefined],
])("%j is %s", (text, command) => {
  expect(chatCommand(text)).toBe(command);
});
