/** What the model shall do about a message. */
export interface Instruction {
  /** How long it streams, or takes to fail. @default 300 */
  readonly ms?: number;
  /** It answers with HTTP 500, or with this status. */
  readonly fail?: boolean | 400;
  /** First it asks the agent of this session something, by a tool. */
  readonly sendTo?: string;
  /** Another plugin answers it instead, see `other-plugin/`. */
  readonly takenOver?: boolean;
}

/** The text of a test message: a label that comes back in the answer, and what the model shall do about it. */
export function promptText(
  label: string,
  { ms = 300, fail = false, sendTo, takenOver }: Instruction = {},
): string {
  if (takenOver) return `${label} [taken over]`;
  const first = fail ? `fails ${fail === true ? 500 : fail} after ` : sendTo ? `asks ${sendTo}, then ` : "";
  return `${label} [${first}${ms}ms]`;
}

/** The label a text of the bot is the answer to. */
export function answeredLabel(text: string): string | undefined {
  return /done (q[0-9a-f]+)/.exec(text)?.[1];
}

/** What a model is asked to do, read back. */
export interface Asked {
  readonly label: string;
  readonly ms: number;
  readonly failsWith?: number;
  readonly sendTo?: string;
}

interface Message {
  readonly role: string;
  readonly content?: unknown;
}

const INSTRUCTION = /(q[0-9a-f]+) \[(?:fails (\d+) after |asks ([\w:-]+), then )?(\d+)ms\]|done q[0-9a-f]+/g;

/**
 * Reads the newest instruction in a request. A user's message comes last, but a host may put context of its own
 * behind it. What another agent has answered is a user's message, too, and asks for nothing.
 */
export function readInstruction(messages: readonly Message[]): Asked {
  const users = messages.filter(({ role }) => role === "user");
  const found = [...JSON.stringify(users).matchAll(INSTRUCTION)].at(-1);
  const [, label = "unknown", status, sendTo, ms = "300"] = found ?? [];
  const asked = messages.findLastIndex(
    ({ role, content }) => role === "user" && JSON.stringify(content).includes(label),
  );
  const hasSent = messages.slice(asked).some(({ role }) => role === "tool");
  return {
    label,
    ms: Number(ms),
    ...(status && { failsWith: Number(status) }),
    ...(sendTo && !hasSent && { sendTo }),
  };
}
