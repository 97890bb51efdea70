import type { CleaningCommand, DriveCommand } from '@homebound/robot';
import type { Message } from '../frames.ts';
import { fromMessage, type Shapes, toMessage } from './shape.ts';

/**
 * What the mind asks of the motors. `seen_s` is the stamp of the newest record that it knew, on the body's clock: who thinks about
 * how things were a while ago is not to drive.
 */
export type MotorCommand =
  | ({ readonly kind: 'drive'; readonly seen_s: number } & DriveCommand)
  | ({ readonly kind: 'clean'; readonly seen_s: number } & CleaningCommand);

const shapes: Shapes<MotorCommand> = {
  drive: { seen_s: 'number', v_mps: 'number', w_radps: 'number' },
  clean: { seen_s: 'number', fan: 'share', mainBrush: 'level', sideBrush: 'level' },
};

export function commandMessage(command: MotorCommand): Message {
  return toMessage(shapes, command);
}

/** Throws LinkError `refused`, with the field by its name. */
export function readCommand(message: Message): MotorCommand {
  return fromMessage(shapes, message);
}
