import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import { expect, test } from "vitest";
import { type BotHandlers, dedupHandlers } from "../../src/bot/index.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { EventMaker } from "../../src/stand-in/index.ts";
import { recordLog } from "../support/feishu/log.ts";
import { silent } from "../support/stand-in/clients.ts";

const say = new EventMaker();

test.each([
  ["without an inbox", {}],
  ["with one", { inbox: createMemoryInbox() }],
])(
  "%s, handlers that would wait for each other's sessions are told so, and nothing is lost unheard",
  async (_, options) => {
    const begun: string[] = [];
    const { promise: both, resolve } = Promise.withResolvers<void>();
    const { promise: told, resolve: tell } = Promise.withResolvers<unknown>();
    const handlers: BotHandlers = {
      "im.message.receive_v1": async (_data, { dispatch }) => {
        begun.push(dispatch.text ?? "");
        if (begun.length === 2) resolve();
        if (dispatch.text === "inner") return;
        await both;
        // Each has the other one's session asked for something.
        const other = dispatch.text === "alice" ? "bob" : "alice";
        await dispatcher.invoke(say.text({ user: other }, "inner")).catch(tell);
      },
    };
    const wrapped = dedupHandlers(handlers, { ...options, log: recordLog() });
    const dispatcher: EventDispatcher = new EventDispatcher({ logger: silent }).register(wrapped);
    for (const user of ["alice", "bob"]) await dispatcher.invoke(say.text({ user }, user));
    expect(await told).toMatchObject({ code: "ERR_DISPATCH_DEADLOCK" });
    await expect.poll(() => begun.toSorted()).toEqual(["alice", "bob", "inner"]);
  },
);
