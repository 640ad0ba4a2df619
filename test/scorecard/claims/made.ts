import { seededRandom } from "../../../src/stand-in/random.ts";
import { fixtureText, message, type Wish } from "../../support/replay/fixtures.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Makes the messages of a fixture: their ids are of no other. */
function messagesOf(fixture: string) {
  return (at: number, text: string, wish: Wish = {}) =>
    message(at, text, { id: `om_${fixture}_${at}`, ...wish });
}

/** A turn of so many ms. */
const lasting = (turnMs: number) => ({ line: { turnMs } });

/** What is the same whenever an event comes again. */
const again = (id: string) => ({ id: `om_${id}`, eventId: `ev_${id}`, writtenAt: 0 });

/** Situations that `fixtures` has not, and that set bots apart: each is the text of a fixture. */
export const made = {
  plain() {
    const says = messagesOf("plain");
    return fixtureText(
      { name: "plain", turnMs: 900 },
      says(0, "good morning"),
      says(5 * SECOND, "what is new?"),
      says(12 * SECOND, "thank you very much", lasting(2100)),
    );
  },

  sameEvent() {
    const says = (at: number) => message(at, "book a room", again("room"));
    return fixtureText({ name: "same-event", turnMs: 3100 }, ...[0, 4, 15 * SECOND].map(says));
  },

  whileItRuns() {
    const says = (at: number) => message(at, "read the whole archive", again("archive"));
    const times = [0, 15 * SECOND, 315 * SECOND, 18 * MINUTE];
    return fixtureText({ name: "while-it-runs", turnMs: 20 * MINUTE }, ...times.map(says));
  },

  slowTurn() {
    const says = messagesOf("slow");
    return fixtureText(
      { name: "slow-turn", turnMs: 2500 },
      says(0, "read the whole archive", lasting(20 * MINUTE)),
      says(1 * MINUTE, "and sum it up"),
      says(6 * MINUTE, "in German, please"),
      says(13 * MINUTE, "are you there?", lasting(700)),
    );
  },

  newAlone() {
    const says = messagesOf("new");
    return fixtureText(
      { name: "new-alone", turnMs: 4000 },
      says(0, "draft the letter"),
      says(1200, "/new"),
      says(1500, "what is 17 times 23?", lasting(800)),
    );
  },

  whileBusy() {
    const says = messagesOf("busy");
    return fixtureText(
      { name: "while-busy", turnMs: 400 },
      says(0, "read the whole archive", lasting(200 * SECOND)),
      ...Array.from({ length: 15 }, (_, at) => says(SECOND + at * 13 * SECOND, `and item ${at}`)),
    );
  },

  writtenLongAgo() {
    const says = messagesOf("late");
    return fixtureText(
      { name: "written-long-ago", turnMs: 1400 },
      says(45 * MINUTE, "call me back", { writtenAt: 0 }),
      says(46 * MINUTE, "now, please"),
    );
  },

  hungTurn() {
    const says = messagesOf("hung");
    return fixtureText(
      { name: "hung-turn", turnMs: 1300 },
      says(0, "read the whole archive", { user: "ou_hung", ...lasting(180 * MINUTE) }),
      says(2 * SECOND, "hello", { user: "ou_b" }),
      says(3 * SECOND, "are you there?", { user: "ou_hung" }),
      says(7 * MINUTE, "hello again", { user: "ou_b" }),
      says(90 * MINUTE, "what is for lunch?", { user: "ou_c", ...lasting(3000) }),
    );
  },

  /** Three chats that are never silent for long: the seed says who writes when, and how long each turn takes. */
  uneven(seed: number) {
    const random = seededRandom(seed);
    let at = 0;
    const lines = Array.from({ length: 60 }, (_, index) => {
      at += Math.floor(random() * 900);
      const user = `ou_${Math.floor(random() * 3)}`;
      // Some are over at once, some take long: who counts on even ones gets the order wrong.
      const turnMs = Math.floor(random() ** 4 * 5000);
      return message(at, `item ${index}`, { user, id: `om_uneven_${index}`, ...lasting(turnMs) });
    });
    return fixtureText({ name: "uneven" }, ...lines);
  },
};
