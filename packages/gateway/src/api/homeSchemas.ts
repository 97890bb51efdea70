import { mapFileFormats, missionStates, reasonCodes } from '@homebound/wire';
import * as z from 'zod';
import { areaSettings, deviceName, roomId, share } from './schemas.ts';

/** What is asked of the home's store, and what it answers. */

/** The store looks at all of it again, by the same bounds: here they stand for the API's description, and for who asks. */
const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

export const exportRequest = z.strictObject({ format: z.enum(mapFileFormats) });
/** What the map is called when the file brings no name of its own. */
export const importRequest = z.strictObject({ name: deviceName });
/** One of fewer characters is found by trying; half a character is no text, and would be another passphrase elsewhere. */
export const passphraseRequest = z.strictObject({
  passphrase: z
    .string()
    .min(10)
    .max(200)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u),
});
export const schedules = z.strictObject({
  schedules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/),
        isOn: z.boolean(),
        days: z.array(z.int().min(1).max(7)).min(1).max(7).refine(isUnique, 'each day once'),
        time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
        rooms: z.array(roomId).min(1).max(200).refine(isUnique, 'each room once').optional(),
        settings: areaSettings.optional(),
      }),
    )
    .max(64)
    .refine((list) => isUnique(list.map((schedule) => schedule.id)), 'each id once'),
});
export const settings = z.strictObject({
  robotName: deviceName.max(40),
  timeZone: z
    .string()
    .max(64)
    .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/),
  keepHistory_days: z.int().min(0).max(3650),
});

export const maps = z.strictObject({
  maps: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      created_s: z.number(),
      changed_s: z.number(),
      area_m2: z.number(),
      rooms: z.int(),
      earlier: z.int(),
      bytes: z.int(),
      problem: z.string().optional(),
    }),
  ),
});
export const imported = z.strictObject({ id: z.string() });
const run = z.strictObject({
  id: z.string(),
  begun_s: z.number(),
  ended_s: z.number(),
  outcome: z.enum(['finished', 'stopped', 'stuck', 'interrupted', 'running']),
  reason: z.string(),
  reasonCode: z.enum(reasonCodes),
  by: z.string(),
  coverage: share,
  cleanedArea_m2: z.number(),
  reachableArea_m2: z.number(),
  drivenLength_m: z.number(),
  cleaningTime_s: z.number(),
});
export const runs = z.strictObject({ runs: z.array(run) });
export const runDetail = run.extend({
  path: z.array(z.number().nullable()),
  swept: z
    .strictObject({
      width: z.int(),
      height: z.int(),
      resolution_m: z.number(),
      originX_m: z.number(),
      originY_m: z.number(),
      runs: z.array(z.int()),
    })
    .optional(),
  events: z.array(
    z.strictObject({
      stamp_s: z.number(),
      state: z.enum(missionStates),
      reasonCode: z.enum(reasonCodes),
      reason: z.string(),
    }),
  ),
});
/** Days; 0 is off. */
export const pictureRule = z.strictObject({ keep_days: z.int().min(0).max(7) });
export const pictures = pictureRule.extend({
  pictures: z.array(
    z.strictObject({
      id: z.string(),
      stamp_s: z.number(),
      obstacle: z.int().optional(),
      kind: z.string(),
      label: z.string(),
      x_m: z.number(),
      y_m: z.number(),
      map: z.string().optional(),
      bytes: z.int(),
    }),
  ),
});
/** What went for good, an object a line. */
export const gone = z.strictObject({
  reason: z.string(),
  gone: z.array(z.strictObject({ kind: z.string(), id: z.string(), versions: z.int(), bytes: z.int() })),
});
export const restored = z.strictObject({ objects: z.int() });
export const updateTaken = z.strictObject({ version: z.string() });
