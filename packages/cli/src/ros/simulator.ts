import { existsSync } from 'node:fs';
import { bodyNode, cameraNode, floorSight, LocalEye } from '@homebound/nodes';
import {
  initPhysics,
  SimulationRun,
  type SimulationRunOptions,
  type Simulator,
  STEP_HZ,
  simulationNode,
  simulationParameters,
  type World,
  type WorldSource,
} from '@homebound/sim';
import { FURNISHED, loadWorld, worldEntries } from '../worlds.ts';
import type { RosPart } from './executable.ts';

export { simulationParameters };

const worlds: WorldSource = {
  list: worldEntries,
  load(uri, seed) {
    const isOurs = worldEntries().some((entry) => entry.uri === uri) || uri.startsWith(FURNISHED);
    return isOurs || existsSync(uri) ? loadWorld(uri, seed) : undefined;
  },
};

export interface SimulatorPartOptions extends Pick<SimulationRunOptions, 'lidar'> {
  /** Told of each simulation that begins: for a referee. */
  readonly onBegin?: (simulator: Simulator, world: World) => void;
}

/**
 * A simulated body in a world that its parameters name, with the eye that they name, steered by `simulation_interfaces`. It makes the time of the graph
 * (/clock), unless it is told use_sim_time: then it lives in the time of another one, as a second robot does.
 */
export async function simulator({ lidar, onBegin }: SimulatorPartOptions = {}): Promise<RosPart> {
  await initPhysics();
  const run = new SimulationRun({ worlds, lidar });
  if (onBegin !== undefined) run.onBegin(onBegin);
  return {
    clock: { pace: simulationParameters.pace.default, step_s: 1 / STEP_HZ },
    add(graph) {
      // Not inside the service that asks for it: its answer goes out first.
      const quit = (): void => void setImmediate(() => graph.shutdown());
      graph.add(simulationNode({ run, time: () => graph.timeControl, quit }));
      graph.add(bodyNode(run.body));
      // Anew at each start: in a time that begins again nothing of the one before is of use.
      graph.add(cameraNode(() => run.body.camera && new LocalEye(run.body.camera, floorSight)));
    },
  };
}
