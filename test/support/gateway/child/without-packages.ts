/** Loaded before a program, makes it find no package whose name begins as the variable WITHOUT says. */
import { registerHooks } from "node:module";

const missing = process.env.WITHOUT ?? "";

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (missing === "" || !specifier.startsWith(missing)) return nextResolve(specifier, context);
    const error = new Error(`Cannot find package '${specifier}' imported from ${context.parentURL}`);
    throw Object.assign(error, { code: "ERR_MODULE_NOT_FOUND" });
  },
});
