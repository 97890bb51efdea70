import type { CommandBody } from '@homebound/wire';
import * as z from 'zod';

/** Every command that the gateway may pass on, checked anew by the mind: what a gateway that was taken over says is believed no more than a page. */
const metres = z.number().min(-10_000).max(10_000);
const share = z.number().min(0).max(1);
const roomId = z.int().min(1).max(65_535);
const roomName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u);

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
const change = z.discriminatedUnion('edit', [
  z.strictObject({ edit: z.literal('split'), room: roomId, line: z.array(metres).length(4) }),
  z.strictObject({ edit: z.literal('merge'), rooms: z.array(roomId).min(2).max(50) }),
  z.strictObject({ edit: z.literal('rename'), room: roomId, name: roomName }),
  z.strictObject({ edit: z.literal('undo') }),
  z.strictObject({ edit: z.literal('redo') }),
]);

/** No `speed`: the processes run at the wall clock's pace. */
export const commandSchema: z.ZodType<CommandBody> = z.discriminatedUnion('command', [
  z.strictObject({ command: z.enum(['start', 'pause', 'resume', 'stop', 'dock']) }),
  z.strictObject({ command: z.literal('goto'), x: metres, y: metres }),
  // More than any body of this kind drives; the drive node keeps to the body's limits, its reflexes and its own dead-man.
  z.strictObject({ command: z.literal('drive'), v_mps: z.number().min(-1).max(1), w_radps: z.number().min(-6).max(6) }),
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
  z.strictObject({ command: z.literal('editRooms'), change }),
  // From here only off is certain: on, the presence node says whether.
  z.strictObject({ command: z.literal('allowDriving'), isOn: z.boolean() }),
  z.strictObject({ command: z.enum(['cameraOn', 'cameraOff']) }),
  z.strictObject({
    command: z.literal('dismissObstacle'),
    obstacle: z.int().min(0).max(0xffff_ffff),
    isDismissed: z.boolean(),
  }),
  z.strictObject({ command: z.literal('recallDismissal'), dismissal: z.int().min(0).max(0xffff_ffff) }),
]);
