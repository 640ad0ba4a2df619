import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ClientConfig } from "../options.ts";
import { type Connections, MAX_CONNECTIONS } from "../push/connections.ts";
import type { Apps, StandInApp } from "../state/apps.ts";
import type { Router } from "./router.ts";

const TOKEN_SECONDS = 7200;

const Credentials = z.object({ app_id: z.string(), app_secret: z.string() });
const EndpointCredentials = z.object({ AppID: z.string(), AppSecret: z.string() });

interface LoginOptions {
  readonly apps: Apps;
  readonly connections: Connections;
  readonly clientConfig: ClientConfig;
  /** The base of the address a client is told to connect to. */
  readonly webSocketUrl: () => string;
}

/** Where apps show their secret: access tokens, and the address of the long connection. */
export class Login {
  readonly #options: LoginOptions;
  readonly #appOfToken = new Map<string, string>();

  constructor(options: LoginOptions) {
    this.#options = options;
  }

  addTo(router: Router): void {
    for (const kind of ["tenant_access_token", "app_access_token"])
      router.add("POST", `/open-apis/auth/v3/${kind}/internal`, ({ body }) => ({ body: this.#token(body) }));
    router.add("POST", "/callback/ws/endpoint", ({ body }) => ({ body: this.#endpoint(body) }));
  }

  /** The app whose access token this `Authorization` header carries. */
  appOf(authorization: string | undefined): StandInApp | undefined {
    const appId = this.#appOfToken.get(authorization?.replace(/^Bearer /, "") ?? "");
    return this.#options.apps.get(appId);
  }

  /** Makes every token handed out so far invalid, as Feishu does when a secret is reset. */
  revokeTokens(): void {
    this.#appOfToken.clear();
  }

  #token(body: unknown): object {
    const { data } = Credentials.safeParse(body);
    const app = this.#check(data?.app_id, data?.app_secret);
    if (!app) return { code: 10014, msg: "app secret invalid" };
    const token = `t-${randomUUID()}`;
    this.#appOfToken.set(token, app.appId);
    return { code: 0, msg: "ok", expire: TOKEN_SECONDS, tenant_access_token: token, app_access_token: token };
  }

  #endpoint(body: unknown): object {
    const { data } = EndpointCredentials.safeParse(body);
    const app = this.#check(data?.AppID, data?.AppSecret);
    if (!app) return { code: 514, msg: "auth failed", data: {} };
    if (this.#options.connections.count(app.appId) >= MAX_CONNECTIONS)
      return { code: 1000040350, msg: "the number of connections exceeded the limit", data: {} };
    const URL = this.#options.webSocketUrl() + this.#options.connections.issue(app.appId);
    return { code: 0, msg: "", data: { URL, ClientConfig: this.#options.clientConfig } };
  }

  #check(appId: string | undefined, appSecret: string | undefined): StandInApp | undefined {
    const app = this.#options.apps.get(appId);
    return app && app.appSecret === appSecret ? app : undefined;
  }
}
