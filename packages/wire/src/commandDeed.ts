import type { CommandBody } from './command.ts';

/** What the audit log says of a command. */
export interface CommandDeed {
  readonly kind: 'manualDrive' | 'camera' | 'job';
  readonly what: string;
}

const deeds: Readonly<Partial<Record<CommandBody['command'], CommandDeed>>> = {
  goto: { kind: 'manualDrive', what: 'goto' },
  cameraOn: { kind: 'camera', what: 'on' },
  cameraOff: { kind: 'camera', what: 'off' },
  start: { kind: 'job', what: 'start' },
  clean: { kind: 'job', what: 'clean' },
  pause: { kind: 'job', what: 'pause' },
  resume: { kind: 'job', what: 'resume' },
  stop: { kind: 'job', what: 'stop' },
  dock: { kind: 'job', what: 'dock' },
  editRooms: { kind: 'job', what: 'rooms' },
  dismissObstacle: { kind: 'job', what: 'obstacle' },
  recallDismissal: { kind: 'job', what: 'obstacle' },
};

/**
 * What is written down of a command that was answered. Who sends the robot to a point drives it, if not by hand; and by many small zones, too. Driving by
 * hand itself is many inputs and one entry, by who hears them; a simulation's commands are nobody's business.
 */
export function commandDeed(command: CommandBody): CommandDeed | undefined {
  if (command.command === 'allowDriving') return { kind: 'manualDrive', what: command.isOn ? 'on' : 'off' };
  return deeds[command.command];
}
