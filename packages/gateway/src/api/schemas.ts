import { auditKinds } from '@homebound/vault';
import { missionStates, obstacleKinds, publicCameras, reasonCodes } from '@homebound/wire';
import * as z from 'zod';
import { codeDigits } from '../access/pairing.ts';
import { roles } from '../access/role.ts';

/** What requests may carry and answers carry: they validate, and the API's description is made from them. */

const metres = z.number().min(-10_000).max(10_000);
export const share = z.number().min(0).max(1);
export const roomId = z.int().min(1).max(65_535);
export const role = z.enum(roles);
/** What a person calls a device; no control characters, which could play tricks in a log or a terminal. */
export const deviceName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u);

export const pairRequest = z.strictObject({
  code: z.string().regex(new RegExp(`^\\d{${codeDigits}}$`)),
  name: deviceName,
  /** A program takes its token from the answer; a page gets a cookie. */
  wantsToken: z.boolean().optional(),
});
export const roleRequest = z.strictObject({ role });
export const sessionChange = z
  .strictObject({ name: deviceName.optional(), role: role.optional() })
  .refine((change) => Object.keys(change).length > 0, 'name or role must be given');
export const nothing = z.strictObject({});
export const clockRequest = z.strictObject({ wall_s: z.number().min(1_577_836_800).max(7_258_118_400) });
export const manualRequest = z.strictObject({ isOn: z.boolean() });

export const areaSettings = z.strictObject({
  passes: z.enum(['1', '2', 'crossed']).optional(),
  levels: z.strictObject({ fan: share, mainBrush: share, sideBrush: share }).optional(),
  edgesOnly: z.boolean().optional(),
});
const polygon = z
  .array(metres)
  .min(6)
  .max(400)
  .refine((points) => points.length % 2 === 0, 'points must be pairs of x and y');
export const jobRequest = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('clean'),
    rooms: z.array(roomId).min(1).max(200).optional(),
    zones: z
      .array(z.strictObject({ polygon, settings: areaSettings.optional() }))
      .min(1)
      .max(50)
      .optional(),
    settings: areaSettings.optional(),
  }),
  ...(['start', 'pause', 'resume', 'stop', 'dock'] as const).map((command) =>
    z.strictObject({ command: z.literal(command) }),
  ),
  z.strictObject({ command: z.literal('goto'), x: metres, y: metres }),
]);
export const roomEdit = z.discriminatedUnion('edit', [
  z.strictObject({ edit: z.literal('split'), room: roomId, line: z.array(metres).length(4) }),
  z.strictObject({ edit: z.literal('merge'), rooms: z.array(roomId).min(2).max(50) }),
  z.strictObject({ edit: z.literal('rename'), room: roomId, name: deviceName }),
  z.strictObject({ edit: z.literal('undo') }),
  z.strictObject({ edit: z.literal('redo') }),
]);

export const dismissal = z.strictObject({ id: z.int().min(0).max(0xffff_ffff), isDismissed: z.boolean() });

export const reason = z.strictObject({ reason: z.string() });
export const pairingState = z.strictObject({
  isNeeded: z.boolean(),
  isOpen: z.boolean(),
  left_s: z.number(),
  locked_s: z.number(),
  camera: z.enum(publicCameras),
});
export const session = z.strictObject({
  id: z.string(),
  name: z.string(),
  role,
  created_s: z.number(),
  seen_s: z.number(),
});
export const paired = z.strictObject({ session, token: z.string().optional() });
export const sessions = z.strictObject({ sessions: z.array(session) });
export const audit = z.strictObject({
  entries: z.array(
    z.strictObject({
      stamp_s: z.number(),
      kind: z.enum(auditKinds),
      by: z.string(),
      what: z.string(),
      outcome: z.enum(['done', 'refused']),
      /** The same as a sentence, with the names of devices that are paired now. */
      text: z.string(),
    }),
  ),
});
const place = z.object({ x: z.number(), y: z.number() });
export const state = z.object({
  state: z.enum(missionStates),
  reason: z.string(),
  reasonCode: z.enum(reasonCodes),
  stamp_s: z.number(),
  wall_s: z.number(),
  coverage: share,
  cleanedArea_m2: z.number(),
  reachableArea_m2: z.number(),
  drivenLength_m: z.number(),
  cleaningTime_s: z.number(),
  battery: z.object({ level: share, charging: z.boolean() }).optional(),
  dock: place.extend({ theta: z.number() }).optional(),
  isLost: z.boolean().optional(),
  target: place.optional(),
  camera: z
    .object({
      isOpen: z.boolean(),
      isOn: z.boolean(),
      reason: z.string(),
      tellsPeople: z.boolean().optional(),
      keepsPictures_days: z.int().min(0).max(7).optional(),
    })
    .optional(),
});
export const map = z.strictObject({
  width: z.int(),
  height: z.int(),
  resolution_m: z.number(),
  originX_m: z.number(),
  originY_m: z.number(),
  /** Row-major from min y; -1 unknown, 0 free .. 100 occupied; pairs of value and count. */
  runs: z.array(z.int()),
  robot: place.extend({ theta: z.number() }).optional(),
});
export const obstacles = z.strictObject({
  obstacles: z.array(
    z.strictObject({
      id: z.int(),
      kind: z.enum(obstacleKinds),
      outline: z.array(z.number()),
      berth_m: z.number(),
      reason: z.string(),
      isDismissed: z.boolean(),
    }),
  ),
  /** What a person said is none, whether it is seen now or not. */
  dismissals: z.array(z.strictObject({ id: z.int(), kind: z.enum(obstacleKinds), x: z.number(), y: z.number() })),
});
export const rooms = z.strictObject({
  rooms: z.array(z.strictObject({ id: z.int(), name: z.string(), outline: z.array(z.number()) })),
});
