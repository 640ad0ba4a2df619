/** One line of what Feishu's stand-in has seen. `at` is monotonic, in ms, by the same clock as the agents'. */
export type FeishuLine = { readonly at: number } & (
  | {
      readonly what: "asked";
      /** The id of the message, by which all lines name it. */
      readonly message: string;
      /** Who wrote it: each user has one session. */
      readonly user: string;
      /** From 0: its place in what this user wrote. The next is written when this one was acknowledged. */
      readonly number: number;
    }
  /** It was acknowledged, for the first time. */
  | { readonly what: "acked"; readonly message: string }
  /** The bot has answered it. What came again under a known `uuid` is not told again. */
  | { readonly what: "said"; readonly message: string; readonly text: string }
);

/** One line of what the agents have seen. */
export type AgentLine = { readonly at: number } & (
  | {
      readonly what: "began";
      /** Tells apart all turns of the run. */
      readonly turn: number;
      readonly message: string;
      /** As the gateway calls the session. */
      readonly session: string;
      readonly attempt: number;
      /** By which hold of its session the gateway runs it. It grows. */
      readonly epoch: number;
      readonly gateway: string;
    }
  | {
      readonly what: "ended";
      readonly turn: number;
      /** `cut`: the gateway has closed the request. */
      readonly how: "answered" | "cut";
    }
);

/** What the answer to a message says. */
export function answerTo(message: string): string {
  return `re: ${message}`;
}
