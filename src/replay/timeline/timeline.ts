import type { Chart, Panel, Timeline, Turn } from "../../timeline/timeline.ts";
import { messageIdOf, textOf } from "../fixture/said.ts";
import type { Played } from "../played.ts";
import { harmsOf, prevented } from "../report/verdict.ts";
import type { LoggedTurn } from "../simulation/run-log.ts";
import { marksOf } from "./marks.ts";

/** What was played, as it is drawn: each fixture without the middleware, and below that with it. */
export function timelineOf(played: readonly Played[]): Timeline {
  return {
    title: "Replay",
    about: prevented(played.map(({ report }) => report)),
    charts: played.map(chartOf),
  };
}

function chartOf(played: Played): Chart {
  const { name, about } = played.fixture;
  return { name, about, panels: [panelOf(played, "without"), panelOf(played, "with")] };
}

function panelOf({ fixture, report, logs }: Played, name: "without" | "with"): Panel {
  const log = logs[name];
  return {
    name,
    summary: harmsOf(report[name]).join(", ") || "nothing went wrong",
    turns: log.turns.map(turnOf),
    marks: marksOf(fixture, log),
  };
}

const kinds = { run: "ordinary", reset: "barrier", control: "bypass" } as const;

function turnOf({ delivery, lane, kind, startedAt, endedAt, status }: LoggedTurn): Turn {
  const said = { id: messageIdOf(delivery), session: delivery.dispatch.sessionKey, text: textOf(delivery) };
  return { ...said, lane, arrivedAt: delivery.at, startedAt, endedAt, kind: kinds[kind], status };
}
