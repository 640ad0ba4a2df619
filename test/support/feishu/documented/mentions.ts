/** Texts with who is mentioned at their start, in the middle and at the end, and what is read of them. */
import type { CommandKind } from "../../../../src/index.ts";
import type { mentioned } from "./form.ts";

type Who = keyof typeof mentioned;

export interface Written {
  readonly written: string;
  readonly who: readonly Who[];
  readonly text: string;
  readonly command: CommandKind;
  /** Whether the bot is mentioned. */
  readonly isMeant: boolean;
}

type Row = readonly [
  written: string,
  who: readonly Who[],
  text: string,
  command: CommandKind,
  isMeant: boolean,
];

const bot = ["bot"] as const;
const other = ["another bot"] as const;
const person = ["a person"] as const;
const long = ["a person with a long name"] as const;
const guest = ["a guest"] as const;

const rows: readonly Row[] = [
  // The bot.
  ["@_user_1 /stop", bot, "/stop", "bypass", true],
  ["@_user_1 /new", bot, "/new", "barrier", true],
  ["@_user_1 ／ｎｅｗ", bot, "／ｎｅｗ", "barrier", true],
  ["\u200b/new @_user_1", bot, "\u200b/new", "barrier", true],
  ["/approve @_user_1 17", bot, "/approve 17", "bypass", true],
  ["停止 @_user_1", bot, "停止", "bypass", true],
  ["what is up, @_user_1?", bot, "what is up,?", "ordinary", true],
  ["@_user_1", bot, "", "ordinary", true],
  ["@_user_1 @_user_1 /new", bot, "/new", "barrier", true],
  // Another bot.
  ["@_user_1 /stop", other, "@Weather Bot /stop", "ordinary", false],
  ["is @_user_1 right?", other, "is @Weather Bot right?", "ordinary", false],
  ["停止 @_user_1", other, "停止 @Weather Bot", "ordinary", false],
  ["@_user_1 @_user_2 stop", ["bot", "another bot"], "@Weather Bot stop", "ordinary", true],
  // A person.
  ["@_user_1 /stop", person, "@李雷 /stop", "ordinary", false],
  ["@_user_1 /new", long, "@Tom van der Berg /new", "ordinary", false],
  ["ask @_user_1 about it", long, "ask @Tom van der Berg about it", "ordinary", false],
  ["停止 @_user_1", person, "停止 @李雷", "ordinary", false],
  ["@_user_1 /new for @_user_2", ["bot", "a person"], "/new for @李雷", "barrier", true],
  // A guest of the company.
  ["@_user_1 /new", guest, "@Guest /new", "ordinary", false],
  ["@_user_1 is on leave", guest, "@Guest is on leave", "ordinary", false],
  ["is @_user_1 here?", guest, "is @Guest here?", "ordinary", false],
  ["stop @_user_1", guest, "stop @Guest", "ordinary", false],
  // Everybody.
  ["@_all stop", [], "@all stop", "ordinary", false],
  ["hello @_all there", [], "hello @all there", "ordinary", false],
  ["停止 @_all", [], "停止 @所有人", "ordinary", false],
  ["@_all @_user_1 /stop", bot, "@all /stop", "ordinary", true],
  // Nobody.
  ["/stop", [], "/stop", "bypass", false],
  [" stop. ", [], " stop. ", "bypass", false],
  ["/new", [], "/new", "barrier", false],
  ["lunch anyone?", [], "lunch anyone?", "ordinary", false],
  ["mail me at stop@example.com", [], "mail me at stop@example.com", "ordinary", false],
];

export const writings: readonly Written[] = rows.map(([written, who, text, command, isMeant]) => ({
  ...{ written, who, text, command, isMeant },
}));
