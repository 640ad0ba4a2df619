/** Loaded before a program, tells at its end the URLs of all modules that it has loaded: the last line of stderr, as JSON. */
import { registerHooks } from "node:module";

const urls = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    urls.add(url);
    return nextLoad(url, context);
  },
});
process.on("exit", () => process.stderr.write(`${JSON.stringify([...urls])}\n`));
