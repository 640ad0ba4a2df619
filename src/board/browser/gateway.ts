import type { Live } from "../contract.ts";

const KEPT = "board-token";
/** How long to wait before the gateway is asked again, in ms. */
const AGAIN_MS = 2000;

/** The gateway says no, in words of its own. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The gateway of this page. */
export class Gateway {
  #token = sessionStorage.getItem(KEPT) ?? "";

  /** Gets in by the ticket in the page's address, if there is one. @returns whether it has a token */
  async enter(): Promise<boolean> {
    const ticket = location.hash.slice(1);
    if (ticket === "") return this.#token !== "";
    history.replaceState(null, "", location.pathname);
    try {
      const { token } = await this.post<{ readonly token: string }>("/board/enter", { ticket });
      this.#token = token;
      sessionStorage.setItem(KEPT, token);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    return this.#token !== "";
  }

  async get<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return (await this.#ask(`${path}?${new URLSearchParams(query)}`)).json();
  }

  async post<T>(path: string, body: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    return (await this.#ask(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
  }

  /**
   * Hears everything that changes until it is stopped, also after the gateway was away. `EventSource` could not send the
   * token.
   *
   * @param onState told whether it hears, or is not let in any more
   * @returns what stops it
   */
  follow(
    query: Readonly<Record<string, string>>,
    onLive: (live: Live) => void,
    onState: (state: "connected" | "away" | "locked") => void,
  ): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    const again = async () => {
      try {
        const response = await this.#ask(`/board/stream?${new URLSearchParams(query)}`, { signal });
        onState("connected");
        for await (const data of events(response)) onLive(JSON.parse(data));
      } catch (error) {
        if (error instanceof Refused && error.status === 401) return onState("locked");
      }
      if (signal.aborted) return;
      onState("away");
      setTimeout(() => !signal.aborted && void again(), AGAIN_MS);
    };
    void again();
    return () => controller.abort();
  }

  async #ask(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
    const authorization = `Bearer ${this.#token}`;
    // The page may lie anywhere below its server's root.
    const response = await fetch(`.${path}`, { ...init, headers: { ...headers, authorization } });
    if (response.ok) return response;
    const { code = "", message = "" } = await response.json().catch(() => ({}));
    throw new Refused(response.status, `${code} ${message}`.trim());
  }
}

/** What server-sent events hold. */
async function* events({ body }: Response): AsyncGenerator<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value = "" } = (await reader?.read()) ?? { done: true };
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) if (part.startsWith("data: ")) yield part.slice(6);
  }
}
