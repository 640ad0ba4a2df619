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

type Header = (name: string) => string;
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
  const read = encryptKey ? createRead(encryptKey, now) : plain;

  return function open(header: Header, body: Uint8Array): Opened {
    const fields = read(header, body);
    checkToken(fields, verificationToken);
    if (fields.type !== "url_verification") return { kind: "event", envelope: fields };
    const { challenge } = fields;
    if (typeof challenge === "string") return { kind: "challenge", challenge };
    throw new WebhookRefusal(400, "the challenge is not a text");
  };
}

/** Without an encrypt key only the token in the body tells whether it is Feishu's. */
function plain(_: Header, body: Uint8Array): Fields {
  const fields = objectIn(textOf(body));
  if (fields) return fields;
  throw new WebhookRefusal(401, "the body is not a JSON object");
}

/**
 * The signature comes first: nothing is decrypted for somebody without the key, but for one thing. Feishu does not
 * sign its challenge, so an unsigned body is taken when it is one, and refused as untrusted whatever else it is.
 */
function createRead(encryptKey: string, now: () => number) {
  const { decrypt, decryptUnsigned } = createDecrypt(encryptKey);
  return function read(header: Header, body: Uint8Array): Fields {
    if (header("x-lark-signature") !== "") {
      checkSignature(header, encryptKey, body, now());
      return signedFields(body, decrypt);
    }
    const fields = objectIn(decryptUnsigned(String(objectIn(textOf(body))?.encrypt ?? "")));
    if (fields?.type === "url_verification") return fields;
    throw new WebhookRefusal(401, "the request is not signed");
  };
}

function checkSignature(header: Header, encryptKey: string, body: Uint8Array, now: number): void {
  const timestamp = header("x-lark-request-timestamp");
  const nonce = header("x-lark-request-nonce");
  const signature = header("x-lark-signature");
  if (!isRecent(timestamp, now)) throw new WebhookRefusal(401, "the timestamp is more than an hour off");
  if (isSigned({ timestamp, nonce, signature }, encryptKey, body)) return;
  throw new WebhookRefusal(401, "the signature is not Feishu's, or the encryptKey is not the app's");
}

/** Whoever signed it has the key, and may know what is wrong. */
function signedFields(body: Uint8Array, decrypt: (encrypted: string) => string): Fields {
  const encrypt = objectIn(textOf(body))?.encrypt;
  if (typeof encrypt !== "string") throw new WebhookRefusal(400, "the body is not encrypted");
  const fields = objectIn(decrypted(encrypt, decrypt));
  if (fields) return fields;
  throw new WebhookRefusal(400, "the body is not a JSON object");
}

function decrypted(encrypt: string, decrypt: (encrypted: string) => string): string {
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

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}

/** The parser's own message would quote the body. */
function objectIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
