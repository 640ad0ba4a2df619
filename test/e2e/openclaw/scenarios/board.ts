import { setTimeout as sleep } from "node:timers/promises";
import type { Live } from "../../../../src/board/contract.ts";
import { readPass } from "../../../../src/board/door/pass.ts";
import { passFileIn } from "../../../../src/openclaw/board/entrance.ts";
import { TestBoard } from "../../../support/gateway/board.ts";
import type { Conversation } from "../conversation.ts";
import { foldersOf } from "../folders.ts";
import type { Scenario } from "../scenario.ts";

/** The host serves the plugin's page, and nobody gets in but by its door. */
export const board: Scenario = {
  dmScope: "main",
  effort: "full",
  name: "the board in mid-turn, another one's message waiting",
  onlyWith: true,
  async run(talk, { options }) {
    const said = await talk.midTurn("ann", { ms: 10_000 });
    talk.ask("bob", { ms: 200 });
    const file = passFileIn(foldersOf(options.host).state);
    const page = new TestBoard(await readPass(file));
    await tryTheDoor(talk, page);
    await enter(talk, page);
    const live = await untilOneWaits(page);
    const [{ waiting, why } = { waiting: 0 }] = live.sessions.rows;
    if (waiting !== 1 || why?.code !== "turn") talk.fault(`the board shows ${JSON.stringify(live.sessions)}`);
    await talk.answered(said);
  },
};

async function tryTheDoor(talk: Conversation, page: TestBoard): Promise<void> {
  const act = { method: "POST", body: { action: "release", rows: [1] } };
  const found = [
    await page.ask("/board/live", { headers: { authorization: undefined } }),
    await page.ask("/board/live", { headers: { host: "evil.example" } }),
    await page.ask("/board/live", { headers: { origin: "http://evil.example" } }),
    await page.ask("/board/act", act),
    await page.ask("/board/nothing"),
  ].map(({ status }) => status);
  if (`${found}` !== "401,403,403,400,404") talk.fault(`the door says ${found}`);
}

/** As a browser does. */
async function enter(talk: Conversation, page: TestBoard): Promise<void> {
  const headers = { authorization: undefined };
  const { status, headers: sent, body } = await page.ask("/", { headers });
  const policy = String(sent["content-security-policy"]);
  if (status !== 200 || !policy.startsWith("default-src 'none'") || body.includes(page.pass.token))
    talk.fault(`the page comes with ${status}, ${policy}`);
  const { ticket } = await page.post<{ ticket: string }>("/board/ticket", {});
  const ask = () => page.ask("/board/enter", { method: "POST", body: { ticket }, headers });
  const entered = [await ask(), await ask()].map(({ status }) => status);
  if (`${entered}` !== "200,400") talk.fault(`a ticket is answered with ${entered}`);
}

async function untilOneWaits(page: TestBoard): Promise<Live> {
  const late = AbortSignal.timeout(8000);
  for (;;) {
    const live = await page.get<Live>("/board/live");
    if (late.aborted || live.sessions.rows.some(({ waiting }) => waiting > 0)) return live;
    await sleep(100);
  }
}
