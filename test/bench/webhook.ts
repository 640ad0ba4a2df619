/**
 * What it costs to check, decrypt and parse one encrypted and signed webhook body, from its bytes to the event, in
 * µs, beside the SDK's own path in the same run. Only the ratios mean anything.
 */
import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import Table from "cli-table3";
import { parseEvent } from "../../src/feishu/event/parse.ts";
import { createOpen } from "../../src/feishu/webhook/open-webhook.ts";
import { DEMO_APP } from "../../src/stand-in/index.ts";
import { type Request, requests } from "./bodies.ts";
import { type Contender, drive, measure } from "./measure.ts";

const BODIES = 2000;
const ROUNDS = 9;
const { encryptKey, verificationToken } = DEMO_APP;
const quiet = () => {};
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };

let decoded = 0;
const count = () => {
  decoded += 1;
};

const dispatcher = new EventDispatcher({ encryptKey, verificationToken, logger });
dispatcher.register({ "im.message.receive_v1": count });

/** As the SDK's adapters for HTTP servers do it with a body. It does not look at the verification token. */
function sdk({ headers, body }: Request): Promise<unknown> {
  return dispatcher.invoke(Object.assign(Object.create({ headers }), JSON.parse(body.toString())));
}

const open = createOpen({ encryptKey, verificationToken }, Date.now);

function ours({ headers, body }: Request): void {
  if (open((name) => headers[name] ?? "", body).kind === "event") count();
}

function oursWithSchema({ headers, body }: Request): void {
  const opened = open((name) => headers[name] ?? "", body);
  if (opened.kind === "event" && parseEvent(opened.envelope)) count();
}

function contender(all: readonly Request[], path: (request: Request) => unknown): Contender {
  return (workload) =>
    drive(workload, (event) => {
      const request = all[event];
      return request && path(request);
    });
}

const table = new Table({ head: ["body", "SDK", "ours", "SDK : ours", "with schema", "SDK : with schema"] });
for (const textLength of [30, 300, 3000]) {
  const all = requests(BODIES, textLength);
  const name = `${all[0]?.body.length} B`;
  const workload = { name, count: BODIES, awaited: true, keyOf: String, idOf: String };
  const paths = {
    sdk: contender(all, sdk),
    ours: contender(all, ours),
    checked: contender(all, oursWithSchema),
  };
  const costs = await measure(workload, paths, ROUNDS);
  for (const time of ["wall", "cpu"] as const) {
    const [sdk, ours, checked] = [costs.sdk[time], costs.ours[time], costs.checked[time]];
    const us = (ns: number) => (ns / 1000).toFixed(1);
    const ratio = (ns: number) => (sdk / ns).toFixed(2);
    table.push([`${name}, ${time}`, us(sdk), us(ours), ratio(ours), us(checked), ratio(checked)]);
  }
}
const expected = 3 * 3 * (ROUNDS + 1) * BODIES;
if (decoded !== expected) throw new Error(`${decoded} of ${expected} bodies were decoded`);
console.log(
  `Encrypted and signed webhook bodies, µs each, wall and own CPU time, Node.js ${process.version}`,
);
console.log(table.toString());
