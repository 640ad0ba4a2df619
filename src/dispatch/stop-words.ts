/**
 * What a user may say, as a whole message, to stop a running turn.
 *
 * They are the words that OpenClaw 2026.9 acts on (its abort triggers). No others: a message that passes the
 * queue and is then not understood as a stop would run beside the turn it was meant to stop.
 */
export const stopWords: readonly string[] = [
  ["停止", "停下来", "暂停"],
  ["やめて", "止めて"],
  ["stop", "esc", "abort", "exit", "interrupt", "halt", "please stop", "stop please", "do not do that"],
  ["stop openclaw", "openclaw stop", "stop action", "stop current action", "stop run", "stop current run"],
  ["stop agent", "stop the agent", "stop doing anything", "stop do not do anything"],
  ["stop don't do anything", "stop dont do anything"],
  ["detente", "deten", "detén", "pare"],
  ["arrete", "arrête"],
  ["anhalten", "aufhören", "hoer auf", "stopp"],
  ["стоп", "остановись", "останови", "остановить", "прекрати"],
  ["रुको", "توقف"],
].flat();
