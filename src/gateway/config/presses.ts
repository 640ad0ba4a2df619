import { z } from "zod";
import type { PressOptions } from "../../feishu/event/pressed.ts";
import { name } from "./fields.ts";

/** The keys of an account, and of the channel for those that leave them out. */
export const pressKeys = {
  cardCommand: name.optional().meta({
    description:
      'The key in the value of a card\'s action whose text is taken as written: with `command`, a button of `{"command": "/stop"}` stops the turn.',
  }),
  menuCommands: z.record(name, name).optional().meta({
    description:
      'What entries of the bot\'s menu are taken to say, by their keys: `{"stop_key": "/stop"}`. Others are for the agent alone.',
  }),
};

type Keys = z.output<z.ZodObject<typeof pressKeys>>;

/** Which presses say something in an account: what it sets itself, and else what the channel says. */
export function pressOptionsOf(
  channel: Keys & { readonly accounts: Readonly<Record<string, Keys>> },
  account: string,
): PressOptions {
  const own = channel.accounts[account];
  return {
    cardCommand: own?.cardCommand ?? channel.cardCommand,
    menuCommands: own?.menuCommands ?? channel.menuCommands,
  };
}
