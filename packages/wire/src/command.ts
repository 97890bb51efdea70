import { number, oneOf, onlyFields, parseObject } from './check.ts';
import type { CleanCommand, EditRoomsCommand } from './jobCommand.ts';

/** How fast a simulation runs: k × real time, or as fast as the machine can. */
export type SpeedFactor = number | 'max';

/** What a person can ask for. `reset` and `speed` exist only in a simulation; `hello.commands` says what is on offer. */
export type CommandBody =
  | { readonly command: 'start' | 'pause' | 'resume' | 'stop' | 'dock' | 'reset' }
  /** Target in the map frame, m. */
  | { readonly command: 'goto'; readonly x: number; readonly y: number }
  | { readonly command: 'speed'; readonly factor: SpeedFactor }
  /** Drive by hand, for a moment: whoever drives says it again at least every 0.1 s. */
  | { readonly command: 'drive'; readonly v_mps: number; readonly w_radps: number }
  /** Switch driving by hand on or off. On is refused for a day after somebody at the robot has switched it off. */
  | { readonly command: 'allowDriving'; readonly isOn: boolean }
  /** For good. Off is anybody's who can reach the robot, without a login; on is an admin's, and refused while it is off at the robot. */
  | { readonly command: 'cameraOn' | 'cameraOff' }
  /** A person says that what is shown as an obstacle is none, or takes that back. `obstacle`: its id. */
  | { readonly command: 'dismissObstacle'; readonly obstacle: number; readonly isDismissed: boolean }
  /** A person takes such a word back, whether something is seen there now or not. `dismissal`: its id. */
  | { readonly command: 'recallDismissal'; readonly dismissal: number }
  | CleanCommand
  | EditRoomsCommand;
export type CommandName = CommandBody['command'];
/** What a page says over its socket: the short ones. Jobs, changes of rooms and the switches of driving by hand and camera come as HTTP requests. */
export type PageCommand = Exclude<
  CommandBody,
  | CleanCommand
  | EditRoomsCommand
  | { readonly command: 'allowDriving' | 'cameraOn' | 'cameraOff' | 'dismissObstacle' | 'recallDismissal' }
>;
/** `id` is the page's own count; the answer carries it back. */
export type Command = PageCommand & { readonly id: number };

const pageCommandNames: readonly PageCommand['command'][] = [
  'start',
  'pause',
  'resume',
  'stop',
  'dock',
  'goto',
  'reset',
  'speed',
  'drive',
];
export const commandNames: readonly CommandName[] = [
  ...pageCommandNames,
  'clean',
  'editRooms',
  'allowDriving',
  'cameraOn',
  'cameraOff',
  'dismissObstacle',
  'recallDismissal',
];

/** Answer to a command. `reason` is in words for a person and never empty when the command was refused. */
export interface Ack {
  readonly type: 'ack';
  readonly id: number;
  readonly accepted: boolean;
  readonly reason: string;
}

/**
 * Who carries commands out. It calls `answer` once, at once or later; the reason is in words for a person and may be empty
 * when the command was accepted. Commands that are not on offer are refused here, too: a page is not trusted to hide them.
 * `token`: the secret of the device that asks, as it gave it: a robot in another process believes nothing else about who it is.
 */
export type CommandSink = (
  command: CommandBody,
  answer: (accepted: boolean, reason: string) => void,
  token?: string,
) => void;

/** Longest command that is read, in characters. */
export const maxCommandLength = 1024;
/** Targets lie within this distance of the map's origin, m. */
const maxTarget_m = 10_000;
const maxFactor = 1000;
/** More than any body of this kind drives; the robot keeps to its own limits below. */
const maxDrive_mps = 1;
const maxDrive_radps = 6;

export function encodeCommand(command: Command): string {
  return JSON.stringify(command);
}

/** The command in a text. Throws RangeError naming what is wrong: no JSON, unknown command or field, a number out of range. */
export function decodeCommand(json: string): Command {
  const what = 'command';
  if (json.length > maxCommandLength)
    throw new RangeError(`Cannot read command: ${json.length} characters are more than ${maxCommandLength}`);
  const object = parseObject(what, json);
  const id = number(what, object, 'id', 0, Number.MAX_SAFE_INTEGER);
  const command = oneOf(what, object, 'command', pageCommandNames);
  switch (command) {
    case 'goto': {
      onlyFields(what, object, ['id', 'command', 'x', 'y']);
      const x = number(what, object, 'x', -maxTarget_m, maxTarget_m);
      return { id, command, x, y: number(what, object, 'y', -maxTarget_m, maxTarget_m) };
    }
    case 'speed':
      onlyFields(what, object, ['id', 'command', 'factor']);
      return { id, command, factor: object.factor === 'max' ? 'max' : number(what, object, 'factor', 0.1, maxFactor) };
    case 'drive': {
      onlyFields(what, object, ['id', 'command', 'v_mps', 'w_radps']);
      const v_mps = number(what, object, 'v_mps', -maxDrive_mps, maxDrive_mps);
      return { id, command, v_mps, w_radps: number(what, object, 'w_radps', -maxDrive_radps, maxDrive_radps) };
    }
    default:
      onlyFields(what, object, ['id', 'command']);
      return { id, command };
  }
}
