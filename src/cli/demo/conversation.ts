import { EventMaker, type StandIn } from "../../stand-in/index.ts";
import { Scene } from "./scene.ts";

/** What is shown, one situation after the other. */
const acts: ReadonlyArray<[title: string, play: (scene: Scene) => Promise<void>]> = [
  [
    "A message is answered.",
    async (scene) => {
      scene.say("Hello");
      await scene.replies(1);
    },
  ],
  [
    "/new, and right after it a message: one turn at a time, in order.",
    async (scene) => {
      scene.say("/new");
      scene.say("What did I just start?");
      await scene.replies(2);
    },
  ],
  [
    "Feishu delivers one message three times: it is answered once.",
    async (scene) => {
      scene.say("Only once, please", { copies: 3 });
      await scene.replies(1);
    },
  ],
  [
    "The acknowledgement gets lost and Feishu delivers again: it is answered once.",
    async (scene) => {
      scene.say("Did you get this?", { loseAcks: 1 });
      await scene.replies(1);
      await scene.accepted();
    },
  ],
  [
    "The connection breaks in the middle of a turn: nothing is lost.",
    async (scene) => {
      scene.say("Still there?");
      await scene.accepted();
      scene.breakConnection();
      await scene.replies(1);
      await scene.connected();
    },
  ],
  [
    "/stop in the middle of a turn passes the queue, and ends it.",
    async (scene) => {
      scene.say("Tell me something long");
      await scene.accepted();
      scene.say("/stop");
      await scene.replies(1);
      scene.say("And now?");
      await scene.replies(1);
    },
  ],
];

/** @returns whether every message was answered as often as it should be */
export async function converse(feishu: StandIn, print: (line: string) => void): Promise<boolean> {
  const scene = new Scene(feishu, new EventMaker(), print);
  for (const [title, play] of acts) {
    print(`\n${title}`);
    await play(scene);
  }
  const { delivered, answered } = scene.sum();
  print(`\n${scene.said} messages, delivered ${delivered} times, ${answered} answers. One was stopped.`);
  return answered === scene.said - 1;
}
