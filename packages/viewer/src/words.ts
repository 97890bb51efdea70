import type {
  CameraStatus,
  Hello,
  MissionStateName,
  ObstacleKind,
  PresenceMessage,
  ReasonCode,
  Room,
  StatusMessage,
} from '@homebound/wire';

/** How a state feels: at work, waiting, needs help, done, or at rest. */
export type Tone = 'work' | 'wait' | 'help' | 'done' | 'rest';

const states: Readonly<Record<MissionStateName, readonly [word: string, tone: Tone]>> = {
  idle: ['Ready', 'rest'],
  undocking: ['Leaving the dock', 'work'],
  mapping: ['Exploring', 'work'],
  cleaning: ['Cleaning', 'work'],
  travelling: ['On its way', 'work'],
  locating: ['Finding its place', 'work'],
  paused: ['Paused', 'wait'],
  returning: ['Returning to dock', 'work'],
  docking: ['Docking', 'work'],
  charging: ['Charging', 'done'],
  finished: ['Finished', 'done'],
  stopped: ['Stopped', 'wait'],
  stuck: ['Needs help', 'help'],
};

/** How far what the robot senses travels on its way to this page, in words for its owner. */
export function graphWords(graph: NonNullable<Hello['graph']>): string {
  return graph === 'host' ? 'ROS: this machine only' : 'ROS: network, encrypted';
}

/** The state in a word or three. */
export function stateWord(state: MissionStateName): string {
  return states[state][0];
}

export function stateTone(state: MissionStateName): Tone {
  return states[state][1];
}

const advices: Partial<Record<ReasonCode, string>> = {
  stuck: 'Put the robot on free floor, then press Resume.',
  cliff: 'Put the robot on level floor away from the edge, then press Resume.',
  wheel_drop: 'Put the robot back on the floor, then press Resume.',
  lost: 'Carry the robot to its dock, or to a place it has already mapped, then press Resume.',
  dock_not_found: 'Carry the robot to its dock, and clear half a metre of floor in front of it.',
  unreachable: 'Open the doors and clear the way to the dock, then press Resume.',
  brush_jammed: 'Turn the robot over, pull out what is wound round its brush, then start it again.',
  bin_missing: 'Put the dust bin in, then press Resume.',
  bin_full: 'Empty the dust bin, then press Resume.',
  fault: 'Switch the robot off and on. If it happens again, have it looked at.',
};

/** What a person should do now, or undefined when nothing is wanted of them. */
export function adviceFor(state: MissionStateName, reason: ReasonCode): string | undefined {
  return state === 'stuck' || state === 'stopped' || state === 'paused' ? advices[reason] : undefined;
}

/** Which of the three faces the main button wears. */
export function mainAction(state: MissionStateName): 'start' | 'pause' | 'resume' {
  if (state === 'paused' || state === 'stuck') return 'resume';
  return stateTone(state) === 'work' ? 'pause' : 'start';
}

/** `48 s`, `12 min`, `1 h 05 min`. */
export function durationWords(duration_s: number): string {
  if (duration_s < 60) return `${Math.floor(duration_s)} s`;
  const minutes = Math.floor(duration_s / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** How long there has been no news, in steps that don't change every second (they are read aloud). */
export function silenceWords(silent_s: number): string {
  if (silent_s < 10) return 'a few seconds';
  if (silent_s < 60) return `${10 * Math.floor(silent_s / 10)} s`;
  return durationWords(silent_s);
}

/** `0:12:34`. */
export function clockWords(time_s: number): string {
  const s = Math.max(0, Math.floor(time_s));
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** `46 %`; never 100 before it is all. */
export function percentWords(share: number): string {
  return `${share >= 0.9995 ? 100 : Math.min(99, Math.round(100 * share))} %`;
}

export function areaWords(status: Pick<StatusMessage, 'coverage' | 'cleanedArea_m2' | 'reachableArea_m2'>): string {
  // A run folder knows the share, not the area.
  if (status.cleanedArea_m2 < 0.05) return status.coverage > 0.01 ? 'cleaned' : 'nothing cleaned yet';
  const cleaned = status.cleanedArea_m2.toFixed(1);
  return status.reachableArea_m2 > 0 ? `${cleaned} of ${status.reachableArea_m2.toFixed(1)} m²` : `${cleaned} m²`;
}

export function distanceWords(length_m: number): string {
  return length_m < 1000 ? `${Math.round(length_m)} m` : `${(length_m / 1000).toFixed(2)} km`;
}

export function batteryWords(battery: { level: number; charging: boolean }): string {
  return `${Math.round(100 * battery.level)} %${battery.charging ? ', charging' : ''}`;
}

/** Who drives the robot by hand, or that nobody can; empty when there is nothing to tell. */
export function drivenWords({ driver, maySteer, isOff }: PresenceMessage): string {
  if (driver !== undefined) return driver.isYou ? 'You drive by hand' : `Driven by hand from ${driver.name}`;
  return isOff && maySteer ? 'Driving by hand is switched off' : '';
}

/** Why nobody can drive by hand now, and what to do first; empty when it can begin. `speed` is that of a simulation's time. */
export function handHint({ state, speed }: Pick<StatusMessage, 'state' | 'speed'>): string {
  if (stateTone(state) === 'work') return 'The robot is at work. Pause it first, then drive.';
  return speed === undefined || speed === 1 ? '' : 'Choose 1× as the speed of time first, then drive.';
}

/** How it stands with the camera; what is wrong with it goes before all else. */
export function cameraWords({ isOpen, reason, keepsPictures_days = 0 }: CameraStatus): string {
  if (reason !== '') return reason;
  if (!isOpen) return 'It opens.';
  const nothing = keepsPictures_days === 0 ? ', and no picture is kept' : '';
  return `It looks at the floor ahead, and its lamp burns. There is no live view${nothing}.`;
}

/** That the robot, at work with its camera switched on, sees nothing by it, and what to do; undefined while there is nothing to tell. */
export function blindAdvice({ state, camera }: Pick<StatusMessage, 'state' | 'camera'>): string | undefined {
  if (camera?.isOn !== true || stateTone(state) !== 'work' || (camera.isOpen && camera.reason === '')) return undefined;
  return 'Drives without its camera: cables and socks are not seen. If this stays so, switch the robot off and on.';
}

/** `3 looking`: this device is one of them. */
export function lookingWords(watching: number): string {
  return `${watching} looking`;
}

/** What a person calls what lies on the floor. */
export const obstacleWords: Readonly<Record<ObstacleKind, string>> = {
  cable: 'Cable',
  low: 'Something low',
  thing: 'Something on the floor',
  threshold: 'Threshold',
  drop: 'Edge',
  overhang: 'Something that hangs low',
  shoe: 'Shoe',
  soft: 'Something soft',
  toy: 'Toy',
  person: 'Person',
  pet: 'Pet',
};

/** The room that a point lies in, by name; undefined in none, or in one without a name. */
export function roomAt(rooms: readonly Room[], x: number, y: number): string | undefined {
  return rooms.find(({ outline, name }) => name !== '' && isInside(outline, x, y))?.name;
}

/** Even-odd rule. */
function isInside(outline: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const [xi, yi, xj, yj] = [outline[i], outline[i + 1], outline[j], outline[j + 1]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
