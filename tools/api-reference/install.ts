import { install } from "../install.ts";

install("the tools of the API reference", "api-reference");
