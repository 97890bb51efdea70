import type { Node, Outcome } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { type CommandSink, commandNames } from '@homebound/wire';
import { editOf, jobOf } from './jobCommands.ts';

const {
  AllowDriving,
  DismissObstacle,
  EditRooms,
  ManualDrive,
  MissionCommand,
  RecallDismissal,
  StartJob,
  SwitchCamera,
} = homebound_interfaces;

/** What people can ask of a robot; a simulation has more. */
export const robotCommands = commandNames.filter((name) => name !== 'speed' && name !== 'reset');

/** Carries commands of people to the services of the nodes, through a node of whoever serves people; those of a simulation are refused. */
export function missionSink(node: Pick<Node, 'client'>): CommandSink {
  const mission = node.client(MissionCommand, 'mission_command');
  const jobs = node.client(StartJob, 'start_job');
  const rooms = node.client(EditRooms, 'edit_rooms');
  const hand = node.client(ManualDrive, 'manual_drive');
  const allow = node.client(AllowDriving, 'allow_driving');
  const camera = node.client(SwitchCamera, 'switch_camera');
  const obstacles = node.client(DismissObstacle, 'dismiss_obstacle');
  const dismissals = node.client(RecallDismissal, 'recall_dismissal');
  return (command, answer) => {
    const done = (outcome: Outcome<{ accepted: boolean; reason: string }>): void =>
      outcome.ok ? answer(outcome.value.accepted, outcome.value.reason) : answer(false, outcome.error.message);
    switch (command.command) {
      case 'clean':
        return jobs.call(jobOf(command), done);
      case 'editRooms':
        return rooms.call(editOf(command.change), done);
      case 'drive':
        return hand.call({ v: command.v_mps, w: command.w_radps }, done);
      case 'allowDriving':
        return allow.call({ is_on: command.isOn }, done);
      case 'cameraOn':
      case 'cameraOff':
        return camera.call({ is_on: command.command === 'cameraOn' }, done);
      case 'dismissObstacle':
        return obstacles.call({ id: command.obstacle, is_dismissed: command.isDismissed }, done);
      case 'recallDismissal':
        return dismissals.call({ id: command.dismissal }, done);
      case 'speed':
      case 'reset':
        return answer(false, 'Only a simulation can do this.');
      default: {
        const { x, y } = command.command === 'goto' ? command : { x: 0, y: 0 };
        return mission.call({ command: command.command, x, y }, done);
      }
    }
  };
}
