import type { Node } from '@homebound/graph';
import { simulation_interfaces } from '@homebound/messages';
import { Refused } from '../run/refused.ts';
import type { RunState } from '../run/simulationMachine.ts';
import { answer, done } from './results.ts';
import type { SimulationParts } from './simulationParts.ts';
import { stateNumber } from './stateNumber.ts';

const {
  ResetSimulation_Request: Reset,
  SimulatorFeatures: F,
  SetSimulationState_Response: SetState,
} = simulation_interfaces;

/** What the simulator can, and whether it plays. */
export function serveState(node: Pick<Node, 'service'>, { machine }: SimulationParts): void {
  node.service(simulation_interfaces.GetSimulatorFeatures, 'simulation/get_simulator_features', (_request, respond) => {
    const features = {
      features: Uint16Array.from([
        ...always,
        ...(machine.canSteer ? steered : []),
        ...(machine.canRestart ? restarted : []),
      ]),
      spawn_formats: ['sdf'],
      custom_info: 'Homebound: one robot in a home, on a plane. Pace of time: service set_pace, topic status.',
    };
    respond({ features });
  });
  node.service(simulation_interfaces.GetSimulationState, 'simulation/get_simulation_state', (_request, respond) =>
    respond({ state: { state: stateNumber[machine.state] }, result: done }),
  );
  node.service(simulation_interfaces.SetSimulationState, 'simulation/set_simulation_state', ({ state }, respond) => {
    if (state.state === stateNumber[machine.state])
      return respond({
        result: { result: SetState.ALREADY_IN_TARGET_STATE, error_message: `it is ${machine.state} already` },
      });
    respond(answer(() => void machine.set(stateOf(state.state)), { wrongState: SetState.INCORRECT_TRANSITION }));
  });
  node.service(simulation_interfaces.ResetSimulation, 'simulation/reset_simulation', ({ scope }, respond) => {
    const all = scope === Reset.SCOPE_DEFAULT ? Reset.SCOPE_ALL : scope;
    const has = (flag: number): boolean => (all & flag) !== 0;
    const wish = { time: has(Reset.SCOPE_TIME), state: has(Reset.SCOPE_STATE), spawned: has(Reset.SCOPE_SPAWNED) };
    respond(
      answer(() => {
        if (!wish.time && !wish.state && !wish.spawned)
          throw new Refused('unsupported', `scope ${scope} names nothing: 1 is time, 2 state, 4 spawned, 255 all`);
        machine.reset(wish);
        return undefined;
      }),
    );
  });
}

function stateOf(number: number): RunState {
  const found = (Object.keys(stateNumber) as RunState[]).find((state) => stateNumber[state] === number);
  if (found === undefined)
    throw new Refused('wrongState', `${number} is no state to go to: 0 stopped, 1 playing, 2 paused, 3 quitting`);
  return found;
}

const always = [
  ...[F.SPAWNING, F.DELETING, F.NAMED_POSES, F.ENTITY_TAGS, F.ENTITY_BOUNDS, F.ENTITY_BOUNDS_BOX, F.ENTITY_CATEGORIES],
  ...[F.SPAWNING_RESOURCE_STRING, F.ENTITY_STATE_GETTING, F.ENTITY_STATE_SETTING, F.ENTITY_INFO_GETTING],
  ...[F.ENTITY_INFO_SETTING, F.SPAWNABLES, F.SPAWNING_ENTITIES, F.SIMULATION_RESET, F.SIMULATION_RESET_STATE],
  ...[F.SIMULATION_RESET_SPAWNED, F.SIMULATION_STATE_GETTING, F.WORLD_INFO_GETTING, F.AVAILABLE_WORLDS, F.WORLD_TAGS],
];
const steered = [
  ...[F.SIMULATION_STATE_SETTING, F.SIMULATION_STATE_PAUSE, F.STEP_SIMULATION_SINGLE, F.STEP_SIMULATION_MULTIPLE],
  ...[F.STEP_SIMULATION_ACTION, F.WORLD_UNLOADING],
];
const restarted = [F.SIMULATION_RESET_TIME, F.WORLD_LOADING, F.WORLD_RESOURCE_STRING];
