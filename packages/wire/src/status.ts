import type { CommandName, SpeedFactor } from './command.ts';

/** First words of the gateway: who is there and what can be asked of it. */
export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly robot: string;
  /** `recording` is a run that is over: it is looked at, and nothing in it grows stale. */
  readonly mode: 'simulation' | 'robot' | 'recording';
  /** World of a simulation, file of a recording; empty for a robot. */
  readonly place: string;
  /** How far the robot's ROS graph reaches: its own machine, or a network, encrypted, to holders of keys. Absent where there is none. */
  readonly graph?: 'host' | 'network';
  /** What a person says of this home outlasts the run; absent where no home is kept. */
  readonly keepsHome?: boolean;
  /** What the drawing needs of the body: m, in base_link. */
  readonly body: { readonly radius_m: number; readonly lidarX_m: number; readonly brushWidth_m: number };
  /** Commands on offer. */
  readonly commands: readonly CommandName[];
}

/** As in `homebound_interfaces/msg/MissionState`. */
export const missionStates = [
  'idle',
  'undocking',
  'mapping',
  'cleaning',
  'travelling',
  'locating',
  'paused',
  'returning',
  'docking',
  'charging',
  'finished',
  'stopped',
  'stuck',
] as const;
export type MissionStateName = (typeof missionStates)[number];

/** As in `homebound_interfaces/msg/MissionState`. */
export const reasonCodes = [
  'none',
  'user',
  'done',
  'battery',
  'stuck',
  'cliff',
  'wheel_drop',
  'lost',
  'dock_not_found',
  'unreachable',
  'brush_jammed',
  'bin_missing',
  'bin_full',
  'fault',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** The robot's camera. Its pictures are nowhere to be seen: it finds what lies on the floor. */
export interface CameraStatus {
  /** The device is open, by its own word: its lamp burns. */
  readonly isOpen: boolean;
  /** The household has switched it on. */
  readonly isOn: boolean;
  /** Why it is shut, or what is wrong with it, in words for a person; empty while it is open and well. */
  readonly reason: string;
  /** A detector that has a word for people looks at its pictures: without one no picture of an obstacle is kept. */
  readonly tellsPeople?: boolean;
  /** For how many days pictures of obstacles are kept, which admins see; 0 is off. Absent where the robot keeps nothing. */
  readonly keepsPictures_days?: number;
}

/** What anybody in the home may know of the camera, also who is not paired: there is none, it is switched off, it is on and shut now, it is open. */
export const publicCameras = ['none', 'off', 'on', 'open'] as const;
export type PublicCamera = (typeof publicCameras)[number];

export function publicCamera(camera: CameraStatus | undefined): PublicCamera {
  if (camera === undefined) return 'none';
  if (camera.isOpen) return 'open';
  return camera.isOn ? 'on' : 'off';
}

/** The robot and its job at a moment, without the moment. */
export interface RobotStatus {
  readonly state: MissionStateName;
  /** Why, in words for a person. */
  readonly reason: string;
  readonly reasonCode: ReasonCode;
  /** The robot's own belief, in [0, 1] of the floor that it knows it can reach. */
  readonly coverage: number;
  readonly cleanedArea_m2: number;
  readonly reachableArea_m2: number;
  readonly drivenLength_m: number;
  readonly cleaningTime_s: number;
  /** Absent while the body has not said. `level` in [0, 1]. */
  readonly battery?: { readonly level: number; readonly charging: boolean };
  /** Pose of the docked base in the map frame, absent while it is not known. */
  readonly dock?: { readonly x: number; readonly y: number; readonly theta: number };
  /** The robot does not know where it is: no pose is sent, and none that was is true any more. Absent = it knows, or has not said. */
  readonly isLost?: boolean;
  /** Where a person sent the robot, map frame, while it goes there. */
  readonly target?: { readonly x: number; readonly y: number };
  /** Absent on a robot without one. */
  readonly camera?: CameraStatus;
  /** Speed asked for; absent unless this is a simulation. */
  readonly speed?: SpeedFactor;
}

/** The status with its moment. */
export interface StatusMessage extends RobotStatus {
  readonly type: 'status';
  /** The robot's time (simulated in a simulation), s. */
  readonly stamp_s: number;
  /** Wall time at which it was sent, s since 1970. */
  readonly wall_s: number;
}

/** A room of the home. Ids stay with a room when the map grows. */
export interface Room {
  readonly id: number;
  readonly name: string;
  /** Outline in the map frame, m, interleaved x, y. */
  readonly outline: readonly number[];
}

export interface RoomsMessage {
  readonly type: 'rooms';
  readonly rooms: readonly Room[];
}

/** What decides how something on the floor is passed; as in `homebound_interfaces/msg/Obstacle`. */
export const obstacleKinds = [
  'cable',
  'low',
  'thing',
  'threshold',
  'drop',
  'overhang',
  'shoe',
  'soft',
  'toy',
  'person',
  'pet',
] as const;
export type ObstacleKind = (typeof obstacleKinds)[number];

/** Something on the floor that the robot keeps clear of or crosses with care, or that a person said is no obstacle. Its id stays while it is known. */
export interface Obstacle {
  readonly id: number;
  readonly kind: ObstacleKind;
  /** Convex, map frame, m, interleaved x, y. */
  readonly outline: readonly number[];
  /** m that the body keeps from it; 0 when it keeps none. */
  readonly berth_m: number;
  /** What is done about it and why, in words for a person. */
  readonly reason: string;
  readonly isDismissed: boolean;
}

/** A person said that what lies at this place is no obstacle. It holds for things of that kind and height, whether one is seen there now or not. */
export interface Dismissal {
  /** Stays with it, also when the robot starts anew. */
  readonly id: number;
  readonly kind: ObstacleKind;
  /** Map frame, m. */
  readonly x: number;
  readonly y: number;
}

export interface ObstaclesMessage {
  readonly type: 'obstacles';
  readonly obstacles: readonly Obstacle[];
  readonly dismissals: readonly Dismissal[];
}

/** Who else is there: told to each page on its own, as `isYou`, `maySteer` and `mayOpenCamera` are about it. */
export interface PresenceMessage {
  readonly type: 'presence';
  /** The device that drives the robot by hand; absent while nobody does. */
  readonly driver?: { readonly name: string; readonly isYou: boolean };
  /** Devices that look, this one with them. */
  readonly watching: number;
  /** Whether this device may have the robot do anything, or only look on. */
  readonly maySteer: boolean;
  /** Whether this device may switch the camera on; any may switch it off. */
  readonly mayOpenCamera: boolean;
  /** Driving by hand was switched off, at the robot or by an admin. */
  readonly isOff: boolean;
}

/**
 * The map was corrected: all that comes after this is in the map as it is now, and what is held is in the map as it was.
 * Trail, lines, scan, rooms, obstacles, dock, target and coverage come moved; the corrected map follows when it is drawn.
 */
export interface MapMovedMessage {
  readonly type: 'mapMoved';
  /** The robot's time, s. */
  readonly stamp_s: number;
}

/** Before the first word of the mission. */
export const unknownStatus: RobotStatus = {
  state: 'idle',
  reason: 'Starting up',
  reasonCode: 'none',
  coverage: 0,
  cleanedArea_m2: 0,
  reachableArea_m2: 0,
  drivenLength_m: 0,
  cleaningTime_s: 0,
};
