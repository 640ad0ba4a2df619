import type { CommandPolicy } from "../../dispatch/command-policy.ts";
import type { GroupSessionScope } from "../../feishu/index.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import { commandsOf } from "../middleware/dedup-middleware.ts";

/** What a fixture takes over from the config. */
export interface FixtureSettings {
  readonly dmScope: string | undefined;
  readonly groupSessionScope?: GroupSessionScope | undefined;
  /** The middleware's command words: they stay as they are. */
  readonly commands: CommandPolicy;
}

export function fixtureSettings({ session, channels }: GatewayConfig): FixtureSettings {
  const { middleware, groupSessionScope } = channels.feishu;
  return { dmScope: session.dmScope, groupSessionScope, commands: commandsOf(middleware) };
}
