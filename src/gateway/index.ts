export type { Agent, AgentTurn } from "./agents/agent.ts";
export {
  checkConfig,
  defaultConfig,
  type GatewayConfig,
  type MiddlewareEntry,
  readConfig,
} from "./config.ts";
export { createDedupMiddleware, type DedupMiddlewareOptions } from "./dedup-middleware.ts";
export { type Addresses, type Gateway, type GatewayOptions, startGateway } from "./gateway.ts";
export { loadMiddleware, type MiddlewareChain } from "./load-middleware.ts";
export { createLog, type GatewayLog, type SafeLog } from "./log.ts";
export {
  compose,
  type Middleware,
  type MiddlewareContext,
  type MiddlewareFactory,
  type MiddlewareHost,
} from "./middleware.ts";
export { type Recording, startRecording } from "./record/record.ts";
export type { Readiness } from "./servers.ts";
