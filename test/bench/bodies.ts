import { DEMO_APP, EventMaker, encryptBody, signatureHeaders } from "../../src/stand-in/index.ts";

/** A webhook request, encrypted and signed. */
export interface Request {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** So many requests, with texts of this length. */
export function requests(count: number, textLength: number): Request[] {
  const { encryptKey } = DEMO_APP;
  const say = new EventMaker();
  return Array.from({ length: count }, () => {
    const text = "消息 ".repeat(textLength / 3);
    const body = encryptBody(JSON.stringify(say.text({ user: "alice" }, text)), encryptKey);
    return { headers: signatureHeaders(body, encryptKey, Date.now()), body: Buffer.from(body) };
  });
}
