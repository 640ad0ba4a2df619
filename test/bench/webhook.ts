/**
 * What it costs to check, decrypt and parse one encrypted and signed webhook body, from its bytes to the event,
 * beside the SDK's own path.
 */
import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import { parseEvent } from "../../src/feishu/event/parse.ts";
import { createOpen } from "../../src/feishu/webhook/open-webhook.ts";
import { DEMO_APP } from "../../src/stand-in/index.ts";
import { type Request, requests } from "./bodies.ts";
import { beside, type Contender, drive, measure } from "./measure.ts";
import type { Size } from "./parts.ts";
import type { Result } from "./report/result.ts";

const BODIES = 2000;
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

/** @returns what a body costs, and with the check against the schema, beside the SDK */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const rounds = isQuick ? 3 : 9;
  const results: Result[] = [];
  for (const textLength of isQuick ? [300] : [30, 300, 3000]) {
    const all = requests(BODIES, textLength);
    const name = `webhook body of ${all[0]?.body.length} B`;
    const workload = { name, count: BODIES, awaited: true, keyOf: String, idOf: String };
    const { checked, ...samples } = await measure(
      workload,
      { ours: contender(all, ours), SDK: contender(all, sdk), checked: contender(all, oursWithSchema) },
      rounds,
    );
    results.push(...beside(samples, "ours", name));
    results.push(...beside({ ours: checked, SDK: samples.SDK }, "ours", `${name}, with its schema`));
  }
  const expected = results.length * (3 / 2) * (rounds + 1) * BODIES;
  if (decoded !== expected) throw new Error(`${decoded} of ${expected} bodies were decoded`);
  return results;
}
