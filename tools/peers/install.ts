import { install } from "../install.ts";

install("what the benchmarks measure beside this project", "peers");
