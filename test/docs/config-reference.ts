import { z } from "zod";
import { configSchema } from "../../src/gateway/config/schema.ts";
import { dedupMiddlewareOptions } from "../../src/gateway/middleware/dedup-middleware.ts";
import { configSchema as pluginConfigSchema } from "../../src/openclaw/config.ts";
import type { Language } from "../../src/wording/words.ts";
import { isPhrase, type Key, keysOf, type Shape, typeOf } from "./config-keys.ts";
import { described, pageWords } from "./config-words.ts";

/** The pages that are made from a schema, by the name of the English one in docs. */
export const pages = {
  "gateway-config": configReference,
  "openclaw-config": pluginConfigReference,
} as const;

/** Where a page is, from the root of the repository. */
export function pathOf(page: string, language: Language): string {
  return `docs/${page}${language === "zh" ? ".zh-CN" : ""}.md`;
}

/** The reference of the config file, in Markdown, as the schema has it. */
function configReference(language: Language): string {
  const words = pageWords[language];
  return [
    ...top(words.gateway, "gateway-config", language),
    words.secret,
    "",
    ...table(configSchema, language),
    "",
    words.middleware,
    "",
    ...table(dedupMiddlewareOptions, language),
    "",
  ].join("\n");
}

/** The reference of the OpenClaw plugin's config entry, in Markdown. */
function pluginConfigReference(language: Language): string {
  const lines = top(pageWords[language].plugin, "openclaw-config", language);
  return [...lines, "", ...table(pluginConfigSchema, language), ""].join("\n");
}

function top([title, about]: readonly [string, string], page: string, language: Language): string[] {
  const other = language === "en" ? "zh" : "en";
  const link = `[${pageWords[other].language}](${pathOf(page, other).replace("docs/", "")})`;
  return [`# ${title}`, "", link, "", about];
}

/** Every key of a schema, in its order. */
export function keysIn(schema: z.ZodType): Key[] {
  return keysOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape, "");
}

function table(schema: z.ZodType, language: Language): string[] {
  const words = pageWords[language];
  const rows = keysIn(schema).map((key) => {
    const type = typeOf(key.shape, words);
    return `| \`${key.path}\` | ${type} | ${defaultOf(key, words.required)} | ${aboutOf(key, language)} |`;
  });
  return [words.columns, "|---|---|---|---|", ...rows.map((row) => row.replaceAll("\n", " "))];
}

/** A phrase's description is what is said in both languages. */
function aboutOf({ shape }: Key, language: Language): string {
  const { description = "" } = shape;
  return isPhrase(shape) ? description : described(description, language);
}

function defaultOf({ shape, isRequired }: Key, required: string): string {
  if (shape.default !== undefined) return `\`${JSON.stringify(shape.default)}\``;
  return isRequired ? required : "";
}
