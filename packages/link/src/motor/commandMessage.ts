import {
  type BodyButtonName,
  type BodySign,
  bodyButtons,
  type CleaningCommand,
  chirpTunes,
  type DriveCommand,
  signReasons,
} from '@homebound/robot';
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

/** Presses of that button up to this stamp are done and kept: none of them is to be told again. */
export interface HeardCommand {
  readonly kind: 'heard';
  readonly button: BodyButtonName;
  readonly stamp_s: number;
}

type Command = MotorCommand | SignCommand | HeardCommand;

const shapes: Shapes<Command> = {
  drive: { seen_s: 'number', v_mps: 'number', w_radps: 'number' },
  clean: { seen_s: 'number', fan: 'share', mainBrush: 'level', sideBrush: 'level' },
  sign: { reason: signReasons, chirps: 'positive', tune: chirpTunes, camera: 'flag' },
  heard: { button: bodyButtons, stamp_s: 'number' },
};

export function commandMessage(command: Command): Message {
  return toMessage(shapes, command);
}

/** Throws LinkError `refused`, with the field by its name. */
export function readCommand(message: Message): Command {
  return fromMessage(shapes, message);
}
