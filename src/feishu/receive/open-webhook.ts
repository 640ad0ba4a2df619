import { InputError, UsageError } from "../../errors.ts";
import { createDecrypt } from "./decrypt.ts";
import { isRecent, isSameSecret, isSigned } from "./signature.ts";

/** What an app shares with Feishu for its webhook. At least one is needed. */
export interface WebhookSecrets {
  /** With it every body has to be encrypted, and signed. @default none */
  readonly encryptKey?: string | undefined;
  /** With it every event has to carry this token. @default none */
  readonly verificationToken?: string | undefined;
}

/** What a request that is Feishu's turned out to be. */
export type Opened =
  | { readonly kind: "event"; readonly envelope: object }
  /** Feishu asks whether the address is ours: the text has to be sent back within 1 s. */
  | { readonly kind: "challenge"; readonly challenge: string };

/**
 * The request is not Feishu's. The message carries nothing of what came.
 *
 * - `ERR_WEBHOOK_UNTRUSTED`: signature, key, token or time is not the app's; status 401.
 * - `ERR_WEBHOOK_MALFORMED`: the body cannot be read; status 400.
 *
 * @example
 * ```ts
 * import { WebhookRefusal } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const statusOf = (error: unknown) => (error instanceof WebhookRefusal ? error.status : 500);
 * ```
 */
export class WebhookRefusal extends InputError {
  /** The HTTP status to answer with. */
  readonly status: 400 | 401;

  constructor(status: 400 | 401, message: string, options?: ErrorOptions) {
    super(status === 401 ? "ERR_WEBHOOK_UNTRUSTED" : "ERR_WEBHOOK_MALFORMED", message, options);
    this.status = status;
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes the function that checks the requests of one webhook and takes the events out of them. It gets the
 * headers and the bytes of the body, and throws a {@link WebhookRefusal} when they are not Feishu's.
 *
 * @param now the clock that timestamps are checked against, in ms since the epoch
 * @throws UsageError `ERR_INVALID_OPTION` when there is no secret: anybody could send events then
 */
export function createOpen(secrets: WebhookSecrets, now: () => number) {
  const { encryptKey, verificationToken } = secrets;
  if (!encryptKey && !verificationToken)
    throw new UsageError("ERR_INVALID_OPTION", "a webhook needs an encryptKey or a verificationToken");
  const decrypt = encryptKey ? createDecrypt(encryptKey) : undefined;

  return function open(headers: Headers, body: Uint8Array): Opened {
    const signature = headers["x-lark-signature"];
    if (encryptKey && signature !== undefined) checkSignature(headers, encryptKey, body, now());
    const outer = parseObject(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
    const fields = decrypt ? parseObject(decrypted(outer, decrypt)) : outer;
    checkToken(fields, verificationToken);
    if (fields.type === "url_verification") return { kind: "challenge", challenge: String(fields.challenge) };
    // Only the challenge may come unsigned.
    if (encryptKey && signature === undefined) throw new WebhookRefusal(401, "the request is not signed");
    return { kind: "event", envelope: fields };
  };
}

function checkSignature(headers: Headers, encryptKey: string, body: Uint8Array, now: number): void {
  const text = (name: string) => String(headers[name] ?? "");
  const timestamp = text("x-lark-request-timestamp");
  const nonce = text("x-lark-request-nonce");
  const signature = text("x-lark-signature");
  if (!isRecent(timestamp, now)) throw new WebhookRefusal(401, "the timestamp is more than an hour off");
  if (isSigned({ timestamp, nonce, signature }, encryptKey, body)) return;
  throw new WebhookRefusal(401, "the signature is not Feishu's, or the encryptKey is not the app's");
}

function decrypted(outer: Fields, decrypt: (encrypted: string) => string): string {
  const { encrypt } = outer;
  if (typeof encrypt !== "string") throw new WebhookRefusal(400, "the body is not encrypted");
  try {
    return decrypt(encrypt);
  } catch {
    throw new WebhookRefusal(401, "the body was not encrypted with the app's encryptKey");
  }
}

/** The token stands in the header of an event, and at the top of a challenge and of events of version 1. */
function checkToken(fields: Fields, expected: string | undefined): void {
  if (!expected) return;
  const header: unknown = fields.header;
  const inHeader = typeof header === "object" && header !== null && "token" in header;
  const token = inHeader ? header.token : fields.token;
  if (typeof token === "string" && isSameSecret(token, expected)) return;
  throw new WebhookRefusal(401, "the verification token is not the app's");
}

function parseObject(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // The parser's message quotes the body.
    throw new WebhookRefusal(400, "the body is not JSON");
  }
  throw new WebhookRefusal(400, "the body is not a JSON object");
}
