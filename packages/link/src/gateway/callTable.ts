import { type HomeCall, type HomeCalls, mapFileFormats } from '@homebound/wire';
import { z } from 'zod';
import { areaSettings } from './commandSchema.ts';

const MiB = 2 ** 20;

/** What one call takes: its request's shape, and most bytes that come with it. */
export interface CallLine {
  readonly request: z.ZodType;
  readonly maxBytes: number;
}

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
const words = (most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{C}]*$/u);
const none = z.strictObject({});
const passphrase = z.strictObject({ passphrase: z.string().min(1).max(1024) });
const schedule = z.strictObject({
  id,
  isOn: z.boolean(),
  days: z.array(z.int().min(1).max(7)).max(7),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  rooms: z.array(z.int().min(1).max(65_535)).max(200).optional(),
  settings: areaSettings.optional(),
});

function line(request: z.ZodType, maxBytes = 0): CallLine {
  return { request, maxBytes };
}

/** All that a gateway can ask of the home's store. Keys are not in it, and nothing that gives one. */
export const callTable: {
  readonly [C in HomeCall]: CallLine & { readonly request: z.ZodType<HomeCalls[C]['request']> };
} = {
  listMaps: line(none),
  exportMap: line(z.strictObject({ id, format: z.enum(mapFileFormats) })),
  importMap: line(z.strictObject({ name: words(60) }), 32 * MiB),
  undoMap: line(z.strictObject({ id })),
  deleteMap: line(z.strictObject({ id })),
  listRuns: line(none),
  readRun: line(z.strictObject({ id })),
  deleteRuns: line(z.strictObject({ ids: z.array(id).max(10_000).optional() })),
  readSchedules: line(none),
  writeSchedules: line(z.strictObject({ schedules: z.array(schedule).max(100) })),
  readSettings: line(none),
  writeSettings: line(
    z.strictObject({ robotName: words(60), timeZone: words(64), keepHistory_days: z.number().min(0).max(36_500) }),
  ),
  backup: line(passphrase),
  restore: line(passphrase, 256 * MiB),
  update: line(none, 256 * MiB),
  reset: line(none),
} as never;

/** The line of a call by its name, and of no other property of the table. */
export function callLine(call: string): CallLine | undefined {
  return Object.hasOwn(callTable, call) ? callTable[call as HomeCall] : undefined;
}
