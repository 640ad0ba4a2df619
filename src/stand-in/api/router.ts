/** A request to the simulated API. */
export interface ApiRequest {
  /** What stands in the place of `:name` in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** The JSON that came; undefined when none did. */
  readonly body: unknown;
}

/** What it is answered. */
export interface ApiAnswer {
  /** The HTTP status. @default 200 */
  readonly status?: number;
  /** Sent as JSON. */
  readonly body?: unknown;
}

type Handler = (request: ApiRequest) => ApiAnswer;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handler: Handler;
}

/** The paths of the simulated API. */
export class Router {
  readonly #routes: Route[] = [];
  /** Answers what no route is for. */
  readonly #otherwise: Handler;

  constructor(otherwise: Handler) {
    this.#otherwise = otherwise;
  }

  /** @param path where `:name` stands for a part without slashes */
  add(method: string, path: string, handler: Handler): void {
    const pattern = path.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)");
    this.#routes.push({ method, path: new RegExp(`^${pattern}$`), handler });
  }

  answer(method: string, path: string, request: Omit<ApiRequest, "params">): ApiAnswer {
    const found = this.#routes.find((route) => route.method === method && route.path.test(path));
    const params = found?.path.exec(path)?.groups ?? {};
    return (found?.handler ?? this.#otherwise)({ ...request, params });
  }
}
