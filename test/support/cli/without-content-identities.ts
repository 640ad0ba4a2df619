/** Loaded before the program, breaks it on purpose: it knows a message by its ids alone, not by what it holds. */
import { registerHooks } from "node:module";

const RIGHT = "if (HOLDS_NOTHING.test(content)) return [byId];";

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith("/feishu/key/identities.ts")) return loaded;
    const source = String(loaded.source);
    if (!source.includes(RIGHT)) throw new Error("identities.ts has changed: there is nothing to break");
    return { ...loaded, source: source.replace(RIGHT, "return [byId];") };
  },
});
