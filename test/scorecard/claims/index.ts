import { answered } from "./answered.ts";
import type { Claim } from "./claim.ts";
import { inOrder } from "./in-order.ts";
import { once } from "./once.ts";

export type { Claim, ClaimId } from "./claim.ts";

/** All rows of the scorecard. */
export const claims: readonly Claim[] = [...once, ...inOrder, ...answered];
