import type { HttpInstance } from "@larksuiteoapi/node-sdk";

/**
 * Feishu was asked for an access token and gave none. Has the form of what the client's HTTP throws, since that is
 * read by its `response`; the client itself would put the answer into words.
 */
class AnswerWithoutToken extends Error {
  readonly response: { readonly status: number; readonly data: unknown; readonly headers: object };

  constructor(answer: unknown) {
    super("Feishu gave no access token");
    this.name = "AnswerWithoutToken";
    const { code }: { code?: unknown } = Object(answer);
    this.response = { status: 200, data: { code }, headers: {} };
  }
}

/** The client's HTTP, which it POSTs by for tokens and nothing else, with errors that tell what Feishu answered. */
export function tellingNoToken(http: HttpInstance): HttpInstance {
  const post: HttpInstance["post"] = async (url, data, options) => {
    const answer = await http.post(url, data, options);
    if (/_access_token/.test(url) && !hasToken(answer)) throw new AnswerWithoutToken(answer);
    return answer as never;
  };
  return { ...http, post };
}

function hasToken(answer: unknown): boolean {
  const { tenant_access_token, app_access_token }: Record<string, unknown> = Object(answer);
  return Boolean(tenant_access_token || app_access_token);
}
