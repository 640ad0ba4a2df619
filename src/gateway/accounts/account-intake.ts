import { createPolicy, Intake, type PolicyOptions, type Whereabouts } from "../../feishu/channel.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import { groupOptionsOf } from "../config/groups.ts";
import type { AccountOptions } from "./account-options.ts";
import type { OwnId } from "./own-id.ts";

/** What an account's intake takes from around it. */
interface Around {
  readonly self: Pick<OwnId, "openId">;
  readonly places: Whereabouts;
  /** Told every event: what the policy does not take has been received all the same. */
  readonly hear: (event: FeishuEvent) => void;
  /** Told what the policy refuses because of who did it, or where. */
  readonly onRefused: ((event: FeishuEvent) => void) | undefined;
}

/** Where the events of an account come in. */
export function intakeOf(options: AccountOptions, { self, places, hear, onRefused }: Around): Intake {
  const { accept, credentials, watcher, log } = options;
  const { refusalToast, ...toasts } = options.toasts ?? {};
  const judge =
    options.judge ??
    createPolicy({ ...policyOf(options), botOpenId: () => self.openId, isOwn: places.isOwn });
  const hearing = (event: FeishuEvent) => {
    hear(event);
    return judge(event);
  };
  return new Intake({
    ...{ account: credentials.account, accept, judge: hearing, places, ...toasts, log },
    watcher,
    ...(onRefused && { onRefused, refusalToast }),
  });
}

/** What the config says of whose events an account takes. */
function policyOf({ channel, credentials: { account } }: AccountOptions): PolicyOptions {
  const { dmPolicy, allowFrom, recalls, maxBotTurns } = channel;
  const own = channel.accounts[account];
  return {
    ...groupOptionsOf(channel, account),
    ...{ dmPolicy, allowFrom, needsPlace: true, recalls: recalls !== "ignore" },
    reactions: own?.reactions ?? channel.reactions,
    ...{ allowBots: own?.allowBots ?? channel.allowBots, maxBotTurns },
  };
}
