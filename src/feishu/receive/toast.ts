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
  notice: () => false,
});

/** The work was taken. */
export const RECEIVED: Toast = {
  type: "info",
  content: "Received",
  i18n: { zh_cn: "已收到", en_us: "Received" },
};

/** It was not, and Feishu does not deliver card actions again: only the user can. */
export const TRY_AGAIN: Toast = {
  type: "error",
  content: "Not received, please try again",
  i18n: { zh_cn: "没有收到，请再试一次", en_us: "Not received, please try again" },
};
