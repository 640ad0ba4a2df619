import { UsageError } from "../errors.ts";
import { mismatch } from "../explain.ts";
import type { FeishuEvent } from "../feishu/index.ts";
import type { Listener } from "../journal/journal.ts";
import { PACKAGE_NAME } from "../package-name.ts";
import { type Credentials, credentialsOf } from "./accounts/credentials.ts";
import { warnOfRisks } from "./accounts/risks.ts";
import type { Agent } from "./agents/agent.ts";
import { type AgentHost, createAgent } from "./agents/create.ts";
import { checkBoard } from "./board/board.ts";
import type { GatewayConfig } from "./config/read-config.ts";
import { Revealer } from "./config/reveal.ts";
import { checkKeeping } from "./journal/keep/keep-journal.ts";
import type { SafeLog } from "./log.ts";
import { loadMiddleware, type MiddlewareChain } from "./middleware/load-middleware.ts";
import { type InboxPlace, placeOfInbox } from "./open-inbox.ts";
import { UserWords } from "./turns/user-words.ts";

/** What OpenClaw takes for right by itself is seldom meant where many people write to a bot. */
export const DM_SCOPE_MISSING =
  'session.dmScope is left out: everybody who writes to the bot shares one session; set "per-channel-peer" for one each, or "main" if it is meant';

export const NOT_REGISTERED = `the config does not register ${PACKAGE_NAME}: turns of one session may overlap`;

/** What the gateway is made in: its environment variables and its log. */
export type Surroundings = SafeLog & { readonly env: NodeJS.ProcessEnv; readonly onFact?: Listener };

/** All of a config that can be wrong without anything being opened or connected. */
export interface Prepared {
  readonly credentials: readonly Credentials[];
  readonly agent: Agent;
  readonly inboxPlace: InboxPlace;
  readonly startChain: MiddlewareChain;
  readonly words: UserWords;
}

/**
 * Finds everything that a config names: secrets, modules, the agent.
 *
 * @throws UsageError that names the file and the key
 */
export async function prepare(config: GatewayConfig, { env, hide, log }: Surroundings): Promise<Prepared> {
  checkBoard(config);
  const revealer = new Revealer(config, { env, onSecret: hide });
  const credentials = await credentialsOf(config, revealer);
  if (!config.agent)
    throw new UsageError("ERR_INVALID_CONFIG", mismatch(`${config.file}: agent`, "an object", "nothing"));
  const words = new UserWords({
    language: config.session.language,
    words: config.words,
    errorMessage: config.errors.message,
  });
  // Without the token, which nothing is read from.
  const newSession: AgentHost["newSession"] = ({ message }) =>
    words.say(message as FeishuEvent, "newSession");
  const agent = await createAgent(config.agent, { folder: config.folder, revealer, newSession, log });
  const inboxPlace = await placeOfInbox(config, revealer);
  checkKeeping(config);
  await warnOfRisks(config, { credentials, literal: revealer.literal, log });
  if (config.session.dmScope === undefined) log.warn({}, DM_SCOPE_MISSING);
  const startChain = await loadMiddleware(config);
  if (!config.channels.feishu.middleware.some(({ name }) => name === PACKAGE_NAME))
    log.warn({}, NOT_REGISTERED);
  return { credentials, agent, inboxPlace, startChain, words };
}
