import { type BodySign, type CleaningCommand, chirpTunes, type DriveCommand, signReasons } from '@homebound/robot';
import type { Message } from '../frames.ts';
import { fromMessage, type Shapes, toMessage } from './shape.ts';

/**
 * What the mind asks of the motors. `seen_s` is the stamp of the newest record that it knew, on the body's clock: who thinks about
 * how things were a while ago is not to drive.
 */
export type MotorCommand =
  | ({ readonly kind: 'drive'; readonly seen_s: number } & DriveCommand)
  | ({ readonly kind: 'clean'; readonly seen_s: number } & CleaningCommand);

/** What light and chirp are to do. It moves nothing, so it passes by the guard and counts as no sign of life. */
export type SignCommand = { readonly kind: 'sign' } & BodySign;

const shapes: Shapes<MotorCommand | SignCommand> = {
  drive: { seen_s: 'number', v_mps: 'number', w_radps: 'number' },
  clean: { seen_s: 'number', fan: 'share', mainBrush: 'level', sideBrush: 'level' },
  sign: { reason: signReasons, chirps: 'positive', tune: chirpTunes, camera: 'flag' },
};

export function commandMessage(command: MotorCommand | SignCommand): Message {
  return toMessage(shapes, command);
}

/** Throws LinkError `refused`, with the field by its name. */
export function readCommand(message: Message): MotorCommand | SignCommand {
  return fromMessage(shapes, message);
}
