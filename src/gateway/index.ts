export type { Fact, FactOf, FactType } from "../journal/facts.ts";
export type { Listener } from "../journal/journal.ts";
export type { Agent, AgentTurn, NextMessage, Saying } from "./agents/agent.ts";
export { type CheckOptions, checkGateway } from "./check/check.ts";
export type { Finding } from "./check/findings.ts";
export {
  checkConfig,
  defaultConfig,
  type GatewayConfig,
  type MiddlewareEntry,
  readConfig,
} from "./config/read-config.ts";
export { type Addresses, type Gateway, startGateway } from "./gateway.ts";
export type { GatewayOptions } from "./gateway-options.ts";
export { createLog, type GatewayLog, type LogDestination, type SafeLog } from "./log.ts";
export { type Composed, type ComposeOptions, compose } from "./middleware/compose.ts";
export { createDedupMiddleware, type DedupMiddlewareOptions } from "./middleware/dedup-middleware.ts";
export { loadMiddleware, type MiddlewareChain } from "./middleware/load-middleware.ts";
export type {
  Middleware,
  MiddlewareContext,
  MiddlewareFactory,
  MiddlewareHost,
  ReportMisuse,
} from "./middleware/middleware.ts";
export { type Recording, startRecording } from "./record/record.ts";
export type { Readiness } from "./servers.ts";
