import { Client, DefaultCache } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import { apiUrl } from "./domain.ts";
import { limitedHttp } from "./http-limits.ts";
import { type ChannelLog, sdkLogger } from "./log.ts";

/** An app's credentials, and where its API is. */
export interface ClientOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** `feishu`, `lark` or the URL of another installation. @default "feishu" */
  readonly domain?: string;
  readonly log: ChannelLog;
  /** For each request, in ms. The official client itself would wait for ever. @default 15,000 */
  readonly timeoutMs?: number;
}

/** The official API client of one app. */
export interface FeishuClient {
  readonly api: Client;
  /** Forgets the access token, so that the next request asks for a new one. */
  forgetToken(): void;
}

/**
 * Makes the official client of one app. Its tokens are in a cache of its own: the official one is shared by the
 * whole process and keeps a token that Feishu has taken back until it expires.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for a domain that cannot be one
 */
export function createClient(options: ClientOptions): FeishuClient {
  const { appId, appSecret, domain = "feishu", log, timeoutMs = 15_000 } = options;
  const cache = new DefaultCache();
  const httpInstance = limitedHttp(timeoutMs);
  const api = new Client({
    appId,
    appSecret,
    domain: apiUrl(domain),
    cache,
    httpInstance,
    logger: sdkLogger(log),
  });
  return { api, forgetToken: () => cache.values.clear() };
}

const BotInfo = z.object({ bot: z.object({ open_id: z.string() }) });

/** The bot's own open id. @see https://open.feishu.cn/document/client-docs/bot-v3/bot-overview */
export async function fetchBotOpenId({ api }: FeishuClient): Promise<string> {
  const answer: unknown = await api.request({ method: "GET", url: "/open-apis/bot/v3/info" });
  return BotInfo.parse(answer).bot.open_id;
}
