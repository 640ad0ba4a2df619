import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { describeInbox } from "../support/inbox/contract.ts";

describeInbox("the memory inbox", async (options) => createMemoryInbox(options));
