import { missionStates, type RunDetail, reasonCodes } from '@homebound/wire';
import * as z from 'zod';

const coordinate = z.number().nullable();
const reason = { reasonCode: z.enum(reasonCodes), reason: z.string().max(500) };

const runDetail: z.ZodType<RunDetail> = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  begun_s: z.number(),
  ended_s: z.number(),
  outcome: z.enum(['finished', 'stopped', 'stuck', 'interrupted']),
  ...reason,
  by: z.string().max(64),
  coverage: z.number(),
  cleanedArea_m2: z.number(),
  reachableArea_m2: z.number(),
  drivenLength_m: z.number(),
  cleaningTime_s: z.number(),
  path: z.array(coordinate).max(200_000),
  swept: z
    .strictObject({
      width: z.int().min(0),
      height: z.int().min(0),
      resolution_m: z.number(),
      originX_m: z.number(),
      originY_m: z.number(),
      runs: z.array(z.number()).max(400_000),
    })
    .optional(),
  events: z.array(z.strictObject({ stamp_s: z.number(), state: z.enum(missionStates), ...reason })).max(10_000),
});

/** A run as it is kept: with the map that its path is drawn in, once that is known. */
export const storedRun = z.strictObject({ map: z.string().optional(), run: runDetail });
export type StoredRun = z.infer<typeof storedRun>;
