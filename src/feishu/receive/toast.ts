import { Wording } from "../../wording/wording.ts";
import { channelWords } from "../../wording/words.ts";
import { byKind } from "../event/kinds.ts";

/** What a card shows for a moment after somebody used it. */
export interface Toast {
  readonly type: "info" | "success" | "warning" | "error";
  /** What it says, in languages that `i18n` does not have. */
  readonly content: string;
  /** The content by language: `zh_cn`, `en_us`, `ja_jp`, … */
  readonly i18n?: Readonly<Record<string, string>>;
}

/** The answer to a card action. @see https://open.feishu.cn/document/feishu-cards/card-callback-communication */
export interface CardAnswer {
  /** What the card shows for a moment. @default nothing */
  readonly toast?: Toast;
}

/** Whether the user is shown what the answer to the event holds. */
export const showsToast = byKind<boolean>({
  message: () => false,
  reaction: () => false,
  cardAction: () => true,
  menu: () => false,
  recall: () => false,
  notice: () => false,
});

/** What the channel says to users, and how. */
export type ChannelWording = Wording<typeof channelWords>;

const types = { received: "info", notReceived: "error", refused: "warning" } as const;

/** A toast in the language of whoever sees it, or in the only one that is spoken. */
export function toastOf(wording: ChannelWording, name: keyof typeof types): Toast {
  const type = types[name];
  const content = wording.say("en", name);
  if (wording.only) return { type, content };
  return { type, content, i18n: { zh_cn: wording.say("zh", name), en_us: content } };
}

const usual: ChannelWording = new Wording(channelWords);

/** The work was taken. */
export const RECEIVED: Toast = toastOf(usual, "received");

/** It was not, and Feishu does not deliver card actions again: only the user can. */
export const TRY_AGAIN: Toast = toastOf(usual, "notReceived");
