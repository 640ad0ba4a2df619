export * from "../../../src/stand-in/index.ts";
