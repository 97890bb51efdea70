import type { LocalGraph } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { CommandSink } from '@homebound/wire';
import { askAllow, askClean, askDrive, askEdit } from './jobCommands.ts';

/** Carries commands of people to the nodes of a graph; those of a simulation are refused. */
export function missionSink(graph: LocalGraph): CommandSink {
  const mission = graph.outside.client(homebound_interfaces.MissionCommand, 'mission_command');
  return (command, answer) => {
    switch (command.command) {
      case 'clean':
        return askClean(graph, command, answer);
      case 'editRooms':
        return askEdit(graph, command, answer);
      case 'drive':
        return askDrive(graph, command.v_mps, command.w_radps, answer);
      case 'allowDriving':
        return askAllow(graph, command.isOn, answer);
      case 'speed':
      case 'reset':
        return answer(false, 'Only a simulation can do this.');
      default: {
        const { x, y } = command.command === 'goto' ? command : { x: 0, y: 0 };
        return mission.call({ command: command.command, x, y }, (outcome) =>
          outcome.ok ? answer(outcome.value.accepted, outcome.value.reason) : answer(false, outcome.error.message),
        );
      }
    }
  };
}
