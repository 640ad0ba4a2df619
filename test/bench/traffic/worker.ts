import { Agent, request } from "node:http";
import { parentPort } from "node:worker_threads";
import { readPass } from "../../../src/board/door/pass.ts";
import {
  DEMO_APP,
  EventMaker,
  encryptBody,
  signatureHeaders,
  startStandIn,
} from "../../../src/stand-in/index.ts";

// Feishu, and whoever looks at the page, in a thread of their own: what they take is not the gateway's.
const CONCURRENCY = 16;
const SESSIONS = 200;
const { encryptKey } = DEMO_APP;
const feishu = await startStandIn();
const say = new EventMaker();
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

/** What the gateway's thread asks for. */
type Task =
  | { readonly kind: "send"; readonly url: string; readonly count: number }
  | { readonly kind: "watch"; readonly file: string };

parentPort?.on("message", async (task: Task) => {
  if (task.kind === "send") await sendAll(task.url, task.count);
  else await watch(task.file);
  parentPort?.postMessage("done");
});
parentPort?.postMessage(feishu.url);

async function sendAll(url: string, count: number): Promise<void> {
  const before = feishu.messages.length;
  let left = count;
  const one = async () => {
    while (left-- > 0) await post(url, say.text({ user: `user ${left % SESSIONS}` }, "hello"));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
  await feishu.changes.until("all answers", () => feishu.messages.length >= before + count, 120_000);
}

function post(url: string, event: object): Promise<void> {
  const body = encryptBody(JSON.stringify(event), encryptKey);
  const headers = { ...signatureHeaders(body, encryptKey, Date.now()), "content-type": "application/json" };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const asking = request(url, { method: "POST", agent, headers }, (response) => {
    response
      .resume()
      .once("end", () => (response.statusCode === 200 ? resolve() : reject(response.statusCode)));
  });
  asking.once("error", reject).end(body);
  return promise;
}

/** Opens a page's stream, and reads on. */
async function watch(file: string): Promise<void> {
  const { url, token } = await readPass(file);
  const headers = { authorization: `Bearer ${token}` };
  const { promise, resolve } = Promise.withResolvers<void>();
  request(`${url}/board/stream`, { headers }, (response) => {
    response.on("data", () => {});
    resolve();
  }).end();
  await promise;
}
