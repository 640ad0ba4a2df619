import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { override } from "../../../support/stand-in/override.ts";
import { type Attack, mustHold } from "../attack.ts";
import type { Scene } from "../scene.ts";
import { DONE, EVENT_STREAM, piece, startModelServer } from "./model-server.ts";

const names = [
  "../../../../escaped",
  "/escaped",
  "..",
  ".",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "con|escaped:stream",
  `escaped${"/..".repeat(40)}`,
  "%2e%2e%2fescaped",
];

/** An event of somebody whose ids are a name like this, with keys that would change every object. */
function eventOf({ say }: Scene, name: string): Uint8Array {
  const sender = {
    sender_id: { open_id: name, user_id: name, union_id: name },
    sender_type: "user",
    tenant_key: name,
  };
  const event = override(say.text({ user: "mallory" }, `from ${name.slice(0, 20)}`), { sender });
  const poison = '"__proto__":{"sender_type":"app","polluted":1},"constructor":{"prototype":{"polluted":1}},';
  return new TextEncoder().encode(JSON.stringify(event).replace('"event":{', `"event":{${poison}`));
}

export const namesAreNoPaths: Attack = {
  name: "ids that are paths or keys of every object write nothing outside of the transcripts, and share no session",
  async run(scene) {
    await scene.startFeishu();
    const { url: baseUrl } = await startModelServer(scene, (response) =>
      response.writeHead(200, EVENT_STREAM).end(piece("fine") + DONE),
    );
    const folder = join(scene.folder, "a", "b", "c");
    await mkdir(folder, { recursive: true });
    const gateway = await scene.connectedGateway({
      folder,
      config: { agent: { kind: "openai", baseUrl, model: "m" } },
    });
    for (const name of names) scene.feishu.deliver(eventOf(scene, name));
    await gateway.until("replies", () => scene.texts.length === names.length);
    const files = await readdir(scene.folder, { recursive: true });
    const transcripts = files.filter((it) => it.endsWith(".jsonl"));
    const outside = files.filter(
      (it) => /escaped/.test(it) || (it.endsWith(".jsonl") && !/transcripts\/[0-9a-f]{32}\//.test(it)),
    );
    mustHold(outside.length === 0, `written: ${outside.join(", ")}`);
    mustHold(transcripts.length === names.length, `${transcripts.length} sessions of ${names.length} people`);
    return `${names.length} names`;
  },
};
