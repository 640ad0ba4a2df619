export type Table<Value = readonly string[]> = Readonly<Record<string, Value>>;

/** Who may import whom. */
export interface Rules {
  /** What a room may import: rooms, rooms of which it may only see the types ("type dispatch"), packages. */
  readonly rooms: Table;
  /**
   * What a folder of a room may import of what its room may: files and folders beside it ("./event"), and rooms.
   * Packages, and the files beside the rooms, go by the rule of the room.
   */
  readonly folders: Table;
  /** Files that only these others may import, even of their own room. */
  readonly privates: Table;
  /** Imports that close a circle, and why they may. */
  readonly circles: Table<string>;
}

export const rules: Rules = {
  rooms: {
    // The files beside the rooms, and `text` and `wording`: errors, and how anything is put into words.
    base: ["zod", "fast-string-width", "node:util"],
    dispatch: ["base", "lru-cache", "p-queue", "zod", "node:async_hooks", "node:diagnostics_channel"],
    feishu: ["base", "type dispatch", "*"],
    inbox: ["base", "type dispatch", "*"],
    // What happens to a dispatch, and what that comes to; whoever tells it.
    journal: ["base", "type dispatch", "type inbox"],
    bot: [
      "base",
      "dispatch",
      "feishu",
      "inbox",
      "@larksuiteoapi/node-sdk",
      "node:crypto",
      "node:timers/promises",
    ],
    gateway: ["base", "dispatch", "feishu", "inbox", "journal", "timeline", "board", "*"],
    openclaw: ["base", "dispatch", "feishu", "journal", "board", "*"],
    "stand-in": ["base", "type dispatch", "*"],
    doctor: ["base", "dispatch", "stand-in", "type timeline", "*"],
    // What is drawn knows nothing of where it comes from.
    timeline: ["base", "node:crypto", "node:zlib"],
    // It knows nothing of whose board it is.
    board: ["base", "feishu", "type inbox", "journal", "timeline", "*"],
    replay: ["base", "dispatch", "feishu", "inbox", "gateway", "type timeline", "*"],
    cli: [
      "base",
      "dispatch",
      "feishu",
      "inbox",
      "journal",
      "gateway",
      "openclaw",
      "stand-in",
      "doctor",
      "timeline",
      "board",
      "replay",
      "*",
    ],
    // What the package exports.
    index: ["base", "dispatch"],
  },
  folders: {
    "board/browser": ["./contract", "./words", "type inbox", "journal", "timeline"],
    "board/door": ["feishu"],
    "board/page": ["timeline"],
    "board/words": [],
    "cli/board": ["./config-file", "./exit", "./inbox", "board", "gateway", "journal", "openclaw"],
    "cli/demo": ["./exit", "gateway", "stand-in"],
    "cli/doctor": ["./exit", "./progress-line", "./write-output", "doctor", "replay", "timeline"],
    "cli/inbox": ["./config-file", "./exit", "gateway", "inbox"],
    "cli/replay": ["./exit", "./progress-line", "./write-output", "replay", "timeline"],
    "cli/stand-in": ["./exit", "./run-until-stopped", "stand-in"],
    "dispatch/account": ["./contract", "./turn"],
    "dispatch/identity": ["./turn"],
    "dispatch/session": ["./contract", "./options", "./turn"],
    "dispatch/turn": ["./command-policy", "./contract"],
    "doctor/fact": ["./log", "dispatch"],
    "doctor/fixture": ["./incident", "stand-in"],
    "doctor/incident": ["./fact"],
    "doctor/log": [],
    "doctor/report": ["./fact", "./incident"],
    "doctor/timeline": ["./incident", "./report", "dispatch", "type timeline"],
    "feishu/event": [],
    "feishu/key": ["./event", "type dispatch"],
    "feishu/place": ["./event", "./reply", "./sdk"],
    "feishu/policy": ["./event"],
    "feishu/quote": ["./event", "./place", "./reply", "./sdk"],
    "feishu/reaction": ["./place", "./sdk"],
    "feishu/receive": ["./event", "./place", "./policy", "./sdk"],
    "feishu/reply": ["./event", "./sdk"],
    "feishu/sdk": [],
    "feishu/webhook": ["./receive", "./sdk"],
    "gateway/accounts": ["./closers", "./config", "./log", "feishu"],
    "gateway/agents": ["./config", "dispatch", "type feishu"],
    "gateway/board": [
      ...["./config", "./http-server", "./journal", "./log", "./record", "./turns"],
      ...["board", "feishu", "inbox", "journal"],
    ],
    "gateway/check": [
      ...["./accounts", "./agents", "./board", "./config", "./journal", "./middleware"],
      ...["./open-inbox", "./prepare", "./servers", "inbox"],
    ],
    "gateway/config": ["feishu", "inbox"],
    "gateway/journal": ["./config", "./log", "type ./open-inbox", "feishu", "inbox", "journal"],
    "gateway/middleware": ["./config", "dispatch", "feishu"],
    "gateway/progress": ["./accounts", "./config", "./log", "feishu", "journal"],
    "gateway/record": [
      ...["./accounts", "./closers", "./config", "./gateway-options", "./log", "./middleware", "./servers"],
      ...["dispatch", "feishu"],
    ],
    "gateway/telemetry": ["./agents", "./config", "inbox", "journal"],
    "gateway/turns": [
      ...["./agents", "./journal", "./log", "./middleware"],
      ...["dispatch", "feishu", "inbox", "journal"],
    ],
    "inbox/memory": ["./inbox", "./row", "./rules"],
    "inbox/move": ["./errors"],
    "inbox/postgres": ["./errors", "./inbox", "./move", "./row", "./rules"],
    "inbox/rules": ["./inbox", "./row"],
    "inbox/sqlite": ["./errors", "./inbox", "./move", "./row", "./rules"],
    "journal/follow": ["./begin", "./facts", "./journal", "./view"],
    "journal/view": ["./begin", "./facts", "./journal", "type dispatch"],
    "openclaw/board": ["./config", "./hold", "./host", "./operators", "board"],
    "openclaw/hold": ["./config", "./host", "./operators", "./settled", "dispatch", "feishu", "journal"],
    "openclaw/host": [],
    "openclaw/settled": ["dispatch"],
    "replay/fixture": ["type dispatch", "feishu", "gateway"],
    "replay/report": ["./fixture", "./simulation", "feishu"],
    "replay/simulation": ["./fixture", "./time", "dispatch", "feishu", "inbox", "type gateway"],
    "replay/time": [],
    "replay/timeline": ["./fixture", "./played", "./report", "./simulation", "type timeline"],
    "stand-in/api": ["./ids", "./options", "./push", "./state"],
    "stand-in/push": ["./options", "./random", "./state"],
    "stand-in/state": ["./ids"],
    // What runs in the browser reaches the page as a text.
    "timeline/browser": ["./marks", "./timeline", "./tracks"],
    "timeline/page": ["./marks", "./timeline"],
    "timeline/trace": ["./marks", "./timeline", "./tracks"],
  },
  privates: {
    "dispatch/engine": ["dispatch/dedup", "dispatch/snapshot"],
  },
  circles: {
    "src/dispatch/turn/caller.ts → src/dispatch/turn/turn.ts": "a caller aborts its turn when it gives up",
    "src/dispatch/turn/caller.ts → src/dispatch/turn/work.ts": "a caller knows the work it waits for",
    "src/dispatch/turn/work.ts → src/dispatch/turn/turn.ts": "a work knows the turn that it has begun",
  },
};
