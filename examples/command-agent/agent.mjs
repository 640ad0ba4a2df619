// An agent of the gateway: a program that is started for each turn. The turn is on stdin, the answer on stdout.
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

const { text = "" } = await json(process.stdin);
// Where it thinks: as many ms as the message says. Write 3000, and 10 right behind it.
await setTimeout(Number(text) || 0);
console.log(`You said: ${text}`);
