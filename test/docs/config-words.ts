import type { Language } from "../../src/wording/words.ts";
import { agentZh } from "./config-zh/agent.ts";
import { channelZh } from "./config-zh/channel.ts";
import { engineZh } from "./config-zh/engine.ts";
import { gatewayZh } from "./config-zh/gateway.ts";

/** How types are called. */
export interface TypeWords {
  readonly secretType: string;
  readonly phrase: string;
  readonly textOrTrue: string;
  readonly list: string;
  readonly object: string;
  readonly number: string;
  readonly string: string;
  readonly boolean: string;
}

interface PageWords extends TypeWords {
  readonly language: string;
  /** A title, and what the page is. */
  readonly gateway: readonly [string, string];
  readonly plugin: readonly [string, string];
  readonly secret: string;
  readonly middleware: string;
  readonly columns: string;
  readonly required: string;
}

/** What the pages say beside the schema. */
export const pageWords: Readonly<Record<Language, PageWords>> = {
  en: {
    language: "English",
    gateway: [
      "Gateway config",
      "The keys of the config file, which is JSON5. This page is made from the schema by `npm run docs`.",
    ],
    plugin: [
      "OpenClaw plugin config",
      "The keys of `plugins.entries.feishu-dispatch-dedup.config`. This page is made from the schema by `npm run docs`.",
    ],
    secret:
      'A *secret* is a text, or better `{ env: "NAME" }` or `{ file: "path" }`. Paths are relative to the config.',
    middleware: "## Options of the middleware `feishu-dispatch-dedup`",
    columns: "| key | what | default | |",
    required: "required",
    secretType: "secret",
    phrase: "text, or `{ en, zh }`",
    textOrTrue: "text, or `true`",
    ...{ list: "list", object: "object", number: "number", string: "string", boolean: "boolean" },
  },
  zh: {
    language: "中文",
    gateway: ["网关配置", "配置文件（JSON5）的全部键。本页由 `npm run docs` 根据 schema 生成。"],
    plugin: [
      "OpenClaw 插件配置",
      "`plugins.entries.feishu-dispatch-dedup.config` 的全部键。本页由 `npm run docs` 根据 schema 生成。",
    ],
    secret: '*密钥* 是一段文本，最好写成 `{ env: "NAME" }` 或 `{ file: "path" }`。路径相对于配置文件。',
    middleware: "## 中间件 `feishu-dispatch-dedup` 的选项",
    columns: "| 键 | 类型 | 默认值 | 说明 |",
    required: "必填",
    secretType: "密钥",
    phrase: "文本，或 `{ en, zh }`",
    textOrTrue: "文本，或 `true`",
    ...{ list: "列表", object: "对象", number: "数字", string: "字符串", boolean: "布尔值" },
  },
};

/** What the schema says of keys, in Chinese: by the English, so that a text which has changed is missed here. */
export const chinese: Readonly<Record<string, string>> = {
  ...channelZh,
  ...agentZh,
  ...gatewayZh,
  ...engineZh,
};

/**
 * A description of the schema, in a language.
 *
 * @throws Error when the Chinese is missing
 */
export function described(description: string, language: Language): string {
  if (language === "en" || description === "") return description;
  const found = chinese[description];
  if (found === undefined) throw new Error(`test/docs/config-zh has no Chinese for "${description}"`);
  return found;
}
