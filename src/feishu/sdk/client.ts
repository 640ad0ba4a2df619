import { Client, DefaultCache } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import { FeishuDispatchError } from "../../errors.ts";
import { apiUrl } from "./domain.ts";
import type { FeishuTime } from "./feishu-time.ts";
import { limitedHttp } from "./http-limits.ts";
import { type ChannelLog, sdkLogger } from "./log.ts";
import { createAgents } from "./proxy.ts";
import { tellingNoToken } from "./token-answer.ts";

/** An app's credentials, and where its API is. */
export interface ClientOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** `feishu`, `lark` or the URL of another installation. @default "feishu" */
  readonly domain?: string;
  readonly log: ChannelLog;
  /** For each request, in ms. The official client itself would wait for ever. @default 15,000 */
  readonly timeoutMs?: number;
  /** Told the time of every answer. @default nobody */
  readonly time?: FeishuTime;
}

/** The official API client of one app. */
export interface FeishuClient {
  /** The official client itself. */
  readonly api: Client;
  /**
   * Asks for a new access token, which the next requests will carry.
   *
   * @throws FeishuDispatchError `ERR_FEISHU_NO_TOKEN` when there is none to be had now
   */
  authenticate(): Promise<void>;
  /** Forgets the access token, so that the next request asks for a new one. */
  forgetToken(): void;
  /** Ends every request under way; later ones fail at once. */
  close(): void;
}

/**
 * Makes the official client of one app. Its tokens are in a cache of its own: the official one is shared by the
 * whole process and keeps a token that Feishu has taken back until it expires. It goes by the environment's
 * `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for a domain or a proxy that cannot be one
 *
 * @example
 * ```ts
 * import { pino } from "pino";
 * import { createClient } from "feishu-dispatch-dedup/feishu/channel";
 *
 * const { FEISHU_APP_ID: appId = "", FEISHU_APP_SECRET: appSecret = "" } = process.env;
 * export const client = createClient({ appId, appSecret, domain: "lark", log: pino() });
 * ```
 */
export function createClient(options: ClientOptions): FeishuClient {
  const { appId, appSecret, domain = "feishu", log, timeoutMs = 15_000, time } = options;
  const cache = new DefaultCache();
  const ending = new AbortController();
  const http = limitedHttp({ timeoutMs, agents: createAgents(), signal: ending.signal, time });
  const httpInstance = tellingNoToken(http);
  const api = new Client({
    appId,
    appSecret,
    domain: apiUrl(domain),
    cache,
    httpInstance,
    logger: sdkLogger(log),
  });
  const forgetToken = () => cache.values.clear();
  const authenticate = async () => {
    forgetToken();
    await api.tokenManager.getTenantAccessToken().catch((error: unknown) => {
      throw new NoTokenError(error);
    });
  };
  return { api, forgetToken, authenticate, close: () => ending.abort() };
}

/** Feishu gave no access token. What was thrown holds the request, and with it the secret, so it is not the cause. */
class NoTokenError extends FeishuDispatchError {
  constructor(thrown: unknown) {
    const { code, response } = Thrown.safeParse(thrown).data ?? {};
    const said = response ? (response.data?.code ?? `HTTP status ${response.status}`) : (code ?? "no answer");
    const advice = "check the app's id and secret, and the network";
    super("ERR_FEISHU_NO_TOKEN", `Feishu gave no access token (${said}): ${advice}`);
  }
}

const Thrown = z.object({
  code: z.string().optional(),
  response: z
    .object({
      status: z.number(),
      data: z.object({ code: z.number().optional() }).optional().catch(undefined),
    })
    .optional(),
});

const BotInfo = z.object({
  bot: z.object({ open_id: z.string(), app_name: z.string().optional().catch(undefined) }),
});

/**
 * Asks Feishu for the bot's own open id. Rejects when Feishu refuses, cannot be reached, or names no bot.
 *
 * @see https://open.feishu.cn/document/client-docs/bot-v3/bot-overview
 *
 * @example
 * ```ts
 * import { createPolicy, type FeishuClient, fetchBotOpenId } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function policyOf(client: FeishuClient) {
 *   const botOpenId = await fetchBotOpenId(client);
 *   return createPolicy({ botOpenId: () => botOpenId });
 * }
 * ```
 */
export async function fetchBotOpenId(client: FeishuClient): Promise<string> {
  return (await fetchBot(client)).openId;
}

/** Who a bot is. */
export interface Bot {
  /** By which others' messages mention it. */
  readonly openId: string;
  /** As people see it; undefined when Feishu does not say. */
  readonly name: string | undefined;
}

/**
 * Asks Feishu who the bot is. Rejects as {@link fetchBotOpenId} does.
 *
 * @example
 * ```ts
 * import { type FeishuClient, fetchBot } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const greet = async (client: FeishuClient) => console.log(`connected as ${(await fetchBot(client)).name}`);
 * ```
 */
export async function fetchBot({ api }: FeishuClient): Promise<Bot> {
  const answer: unknown = await api.request({ method: "GET", url: "/open-apis/bot/v3/info" });
  const { open_id: openId, app_name: name } = BotInfo.parse(answer).bot;
  return { openId, name };
}
