import { createLarkChannel, EventDispatcher } from "@larksuiteoapi/node-sdk";
import { type BotHandlers, dedupHandlers } from "../../../src/bot/index.ts";
import { DEMO_APP, startStandIn } from "../../../src/stand-in/index.ts";
import type { Adapter } from "../../scorecard/adapters/adapter.ts";
import type { Stage } from "../../scorecard/play/stage.ts";
import { silent } from "../../support/stand-in/clients.ts";

/** What is to be called when the handler would start. */
type Begin = () => Promise<void>;

/** Takes an event as the SDK's long connection does: the text of its frame's payload. */
export type Receive = (payload: string) => unknown;

const ACCOUNT = "default";

/** The dispatcher of the SDK, with these handlers. */
function dispatching(handlers: object): Receive {
  const dispatcher = new EventDispatcher({ logger: silent }).register(handlers);
  return (payload) => dispatcher.invoke(JSON.parse(payload), { needCheck: false });
}

/** Neither remembers nor orders anything: what lies under all others. */
export function bare(begin: Begin): Receive {
  return dispatching({ "im.message.receive_v1": begin });
}

export function ours(begin: Begin): Receive {
  const handlers: BotHandlers = { "im.message.receive_v1": begin };
  return dispatching(dedupHandlers(handlers));
}

/** Remembers message ids in memory, and orders by chat. */
export async function larkChannel(begin: Begin): Promise<Receive> {
  const feishu = await startStandIn();
  const channel = createLarkChannel({
    ...{ appId: DEMO_APP.appId, appSecret: DEMO_APP.appSecret, domain: feishu.url },
    // The long connection would call the same dispatcher.
    transport: "webhook",
    logger: silent,
    policy: { requireMention: false, dmMode: "open" },
    safety: { batch: { text: { delayMs: 0 } } },
  });
  channel.on("message", begin);
  await channel.connect();
  await feishu.close();
  // Not public, but what its own long connection calls.
  const { dispatcher } = channel as unknown as { readonly dispatcher: EventDispatcher };
  return (payload) => dispatcher.invoke(JSON.parse(payload), { needCheck: false });
}

/** A peer as the scorecard sets it up, behind the SDK's dispatcher where it does not bring one. */
export async function peer({ start }: Adapter, begin: Begin, isBehindSdk: boolean): Promise<Receive> {
  // What else a stage has is for fixtures.
  const stage = { accounts: [ACCOUNT], runTurn: begin } as unknown as Stage;
  const bot = await start(stage);
  const receive = (event: object) => bot.receive({ account: ACCOUNT, event } as never);
  if (!isBehindSdk) return (payload) => receive(JSON.parse(payload));
  return dispatching({
    "im.message.receive_v1": (data: object) => receive({ header: data, event: data }),
  });
}
