import { z } from "zod";
import { checked } from "./checked.ts";
import type { Order } from "./contract.ts";

/** So many rows at once. */
export const MOST = 1000;

const rows = z.array(z.int().min(1)).min(1).max(MOST);
const orderSchema = z.strictObject({ action: z.enum(["cancel", "release", "retry", "discard"]), rows });
const rowsSchema = z.strictObject({ rows });

/** @throws UsageError `ERR_BAD_REQUEST` */
export function readOrder(body: unknown): Order {
  return checked(orderSchema, body);
}

/** @throws UsageError `ERR_BAD_REQUEST` */
export function readRows(body: unknown): readonly number[] {
  return checked(rowsSchema, body).rows;
}
