import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { describeInbox } from "./contract.ts";

describeInbox("the memory inbox", async (options) => createMemoryInbox(options));
