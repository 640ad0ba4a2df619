import { z } from "zod";
import { name } from "./fields.ts";

/** `board`: what operators see. */
export const board = z
  .union([
    z.literal(false),
    z.strictObject({
      actions: z.boolean().default(false).meta({
        description:
          "Whether operators can stop, drop and retry there. Otherwise they see everything and change nothing.",
      }),
      file: name.optional().meta({
        description:
          "Where the gateway writes how to open it, for its own user alone. By default beside the inbox's file, or beside the config: its name with `.board.json` behind it.",
      }),
    }),
  ])
  .optional();
