/** What a press on a card or on the bot's menu says, where the operator has said so. */
import type { CardActionEvent, MenuEvent } from "./events.ts";

/**
 * Which presses count as if their person had written something, most of all a command: a press waits its turn like any
 * message, and a turn that waits for that very press would wait for ever.
 *
 * Nothing counts by itself. A card's value and a menu's key are the app's own words, and may say "/new" without meaning
 * it.
 */
export interface PressOptions {
  /**
   * The key in a card action's `value` whose text is what the press says: with `command`, a button of the value
   * `{"command": "/approve 17"}` says "/approve 17". It is as good as what may be in the app's own cards.
   * @default presses on cards say nothing
   */
  readonly cardCommand?: string | undefined;
  /** What an entry of the bot's menu says, by its `event_key`. @default they say nothing */
  readonly menuCommands?: Readonly<Record<string, string>> | undefined;
}

export function saidByCard({ event }: CardActionEvent, { cardCommand }: PressOptions): string | undefined {
  return cardCommand === undefined ? undefined : textAt(event.action.value, cardCommand);
}

export function saidByMenu({ event }: MenuEvent, { menuCommands }: PressOptions): string | undefined {
  return textAt(menuCommands, event.event_key);
}

/** Only of what is its own: "constructor" is a key, too. */
function textAt(values: unknown, key: string): string | undefined {
  const value: unknown =
    typeof values === "object" && values !== null && Object.hasOwn(values, key)
      ? Reflect.get(values, key)
      : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
