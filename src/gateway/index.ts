export { defaultConfig, type GatewayConfig, type MiddlewareEntry, readConfig } from "./config.ts";
export { createDedupMiddleware, type DedupMiddlewareOptions } from "./dedup-middleware.ts";
export { loadMiddleware, type MiddlewareChain } from "./load-middleware.ts";
export {
  compose,
  type Middleware,
  type MiddlewareContext,
  type MiddlewareFactory,
  type MiddlewareHost,
} from "./middleware.ts";
