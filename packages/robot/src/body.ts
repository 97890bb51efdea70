import type { BodySign } from './bodySign.ts';
import type { CameraDevice } from './camera.ts';
import type { RobotGeometry } from './geometry.ts';
import type { SensorRecord } from './records.ts';

/** Wanted speed of the base: m/s forward, rad/s counter-clockwise. The body keeps to its own limits. */
export interface DriveCommand {
  readonly v_mps: number;
  readonly w_radps: number;
}

/** Wanted levels of the cleaning motors: the fan in [0, 1], brushes in [-1, 1], below 0 backwards to let go what they caught. */
export interface CleaningCommand {
  readonly fan: number;
  readonly mainBrush: number;
  readonly sideBrush: number;
}

/**
 * A robot body: the simulator or real hardware. It is polled, so that the same node drives both: the simulator
 * advances its world to `now_s`, a driver hands over what has arrived since the last call.
 *
 * Safety: a body stops its wheels by itself when no drive command came for `commandTimeout_s`.
 */
export interface RobotBody {
  readonly geometry: RobotGeometry;
  readonly commandTimeout_s: number;
  /** All records measured up to `now_s`, in the order of their stamps. */
  poll(now_s: number): readonly SensorRecord[];
  drive(command: DriveCommand): void;
  clean(command: CleaningCommand): void;
  /** What whoever is in the room is to see and hear. The body's records tell whether they do. */
  sign(sign: BodySign): void;
  /** Absent on a body without eyes. */
  readonly camera?: CameraDevice;
}
