import { type NodeDefinition, qos, type TimeControl } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { type CameraName, cameraNames } from '../camera/cameraRig.ts';
import { Entities } from '../run/entities.ts';
import { Refused } from '../run/refused.ts';
import { type InitialState, SimulationMachine } from '../run/simulationMachine.ts';
import type { SimulationRun } from '../run/simulationRun.ts';
import { serveEntities } from './entityServices.ts';
import type { SimulationParts } from './simulationParts.ts';
import { serveSpawning } from './spawnServices.ts';
import { stateNumber } from './stateNumber.ts';
import { serveState } from './stateServices.ts';
import { serveSteps } from './stepServices.ts';
import { serveWorlds } from './worldServices.ts';

export const simulationParameters = {
  world: { default: 'apartment', description: 'A name of get_available_worlds, or a file: .sdf, .world, map .yaml.' },
  seed: { default: 1, integer: true, min: 0, max: 0xffffffff, unit: '1', description: 'Of everything random.' },
  pace: { default: 1, min: 0.1, max: 20, unit: '1', description: 'Real-time factor: simulated seconds a second.' },
  camera: {
    default: 'none',
    oneOf: ['none', ...cameraNames],
    description: 'The eye of the body: depth, colour with depth, colour alone, or the line of a laser.',
  },
  initial_state: { default: 'playing', oneOf: ['playing', 'paused', 'stopped'], description: 'How it begins.' },
} as const;

export interface SimulationNodeParts {
  readonly run: SimulationRun;
  /** Asked when the node starts. Undefined where another process makes the time. */
  readonly time: () => TimeControl | undefined;
  /** Ends the process, once the answer has gone out; absent, nobody can from here. */
  readonly quit?: () => void;
}

/**
 * The simulator on a graph: `simulation_interfaces` 1.5 under `simulation/` (state, steps, reset, entities, spawning, worlds), the
 * pace of time (`simulation/set_pace`) and how it does (`simulation/status`). Activated, it begins the world that its parameters name.
 */
export function simulationNode({ run, time, quit }: SimulationNodeParts): NodeDefinition<typeof simulationParameters> {
  return {
    name: 'simulation',
    parameters: simulationParameters,
    latency_s: 0,
    outlivesTime: true,
    start(node) {
      const { world: uri, seed, pace, camera, initial_state } = node.parameters;
      const control = time();
      const world = run.worlds.load(uri, seed);
      if (world === undefined) throw new Refused('notFound', `there is no world ${uri}: ${namesOf(run)}`);
      for (const warning of world.warnings) node.log('warn', `${world.name}: ${warning}`);
      run.wear(camera as CameraName | 'none');
      run.begin(world, seed, uri);
      if (control) control.pace = pace;
      const status = node.publisher(homebound_interfaces.SimulationStatus, 'simulation/status', qos.latched);
      const tell = (): void =>
        status.publish({
          state: stateNumber[machine.state],
          world: run.world?.name ?? '',
          pace: control?.pace ?? 0,
          measured_pace: control?.measuredPace ?? 0,
        });
      const machine = new SimulationMachine(
        { run, time: control, quit, onChange: () => tell() },
        initial_state as InitialState,
      );
      const parts: SimulationParts = { run, entities: new Entities(run), machine, time: control, seed };
      serveState(node, parts);
      serveSteps(node, parts);
      serveEntities(node, parts);
      serveSpawning(node, parts);
      serveWorlds(node, parts);
      node.service(homebound_interfaces.SetPace, 'simulation/set_pace', (request, respond) => {
        respond(setPace(control, request.pace));
        tell();
      });
      tell();
      node.timer(TELL_EVERY_S, tell);
      node.log('info', `${world.name}, seed ${seed}, ${pace} × real time, ${machine.state}`);
      return () => run.end();
    },
  };
}

const TELL_EVERY_S = 1;

function setPace(time: TimeControl | undefined, pace: number): { accepted: boolean; reason: string } {
  if (!time) return { accepted: false, reason: 'another process makes the time of this graph (/clock): ask there' };
  const { min, max } = simulationParameters.pace;
  if (!(pace >= min && pace <= max))
    return { accepted: false, reason: `pace must be in [${min}, ${max}], got ${pace}` };
  time.pace = pace;
  return { accepted: true, reason: '' };
}

function namesOf(run: SimulationRun): string {
  const names = run.worlds.list().map(({ uri }) => uri);
  return `there are ${names.join(', ')}`;
}
