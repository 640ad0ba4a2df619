import type { Behaviour } from "./agent-server.ts";

/** An agent that asks "which?" when it is told "ask", and else says what it was told. */
export const asks: Behaviour = (turn, { response }) => {
  if ("answerTo" in turn) return `got ${turn.text}`;
  if (turn.text !== "ask") return `re: ${turn.text}`;
  response.setHeader("content-type", "application/json");
  return response.end(JSON.stringify({ ask: "which?", state: { step: 2 } }));
};
