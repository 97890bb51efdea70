import { type HomeCall, type HomeCalls, mapFileFormats } from '@homebound/wire';
import * as z from 'zod';
import { MOST_DAYS, MOST_PICTURES } from './pictureStore.ts';

const none = z.strictObject({});
/** Ids are looked up, never made into paths; this keeps what is echoed short. */
const id = z.string().min(1).max(64);
const share = z.number().min(0).max(1);
/** What people type: no line ends or other control characters, which would break a list that shows it. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{C}*$/u, 'must have no control characters');

const areaSettings = z.strictObject({
  passes: z.enum(['1', '2', 'crossed']).optional(),
  levels: z.strictObject({ fan: share, mainBrush: share, sideBrush: share }).optional(),
  edgesOnly: z.boolean().optional(),
});

const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

export const scheduleShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'must be a short word of a-z, 0-9 and -'),
  isOn: z.boolean(),
  days: z.array(z.int().min(1).max(7)).min(1).max(7).refine(isUnique, 'must name each day once'),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM'),
  rooms: z.array(z.int().min(1).max(65_535)).min(1).max(256).refine(isUnique, 'must name each room once').optional(),
  settings: areaSettings.optional(),
});
/** More than anybody sets, few enough to look through each minute. */
export const schedulesShape = z
  .array(scheduleShape)
  .max(64)
  .refine((all) => isUnique(all.map((one) => one.id)), 'must have each id once');

export const settingsShape = z.strictObject({
  robotName: words(40),
  timeZone: z.string().max(64).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
  keepHistory_days: z.int().min(0).max(3650),
});

const passphrase = z.strictObject({ passphrase: z.string().max(1024) });

/** What each call takes. Whoever asks may be a gateway that was taken over: nothing is believed before it is looked at. */
export const homeRequests: { readonly [C in HomeCall]: z.ZodType<HomeCalls[C]['request']> } = {
  listMaps: none,
  exportMap: z.strictObject({ id, format: z.enum(mapFileFormats) }),
  importMap: z.strictObject({ name: words(60) }),
  undoMap: z.strictObject({ id }),
  deleteMap: z.strictObject({ id }),
  listRuns: none,
  readRun: z.strictObject({ id }),
  deleteRuns: z.strictObject({ ids: z.array(id).min(1).max(8192).optional() }),
  listPictures: none,
  exportPicture: z.strictObject({ id }),
  keepPictures: z.strictObject({ keep_days: z.int().min(0).max(MOST_DAYS) }),
  deletePictures: z.strictObject({ ids: z.array(id).min(1).max(MOST_PICTURES).optional() }),
  readSchedules: none,
  writeSchedules: z.strictObject({ schedules: schedulesShape }),
  readSettings: none,
  writeSettings: settingsShape,
  backup: passphrase,
  restore: passphrase,
  update: none,
  reset: none,
};

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}
