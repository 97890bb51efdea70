import type { NodeDefinition } from '@homebound/graph';
import { bodyNode } from '@homebound/nodes';
import { defaultGeometry, type RobotBody } from '@homebound/robot';
import { createSimulator, initPhysics, type Simulator } from '@homebound/sim';
import { loadWorld } from '../worlds.ts';
import type { RosPart } from './executable.ts';

export const simulationParameters = {
  world: { default: 'apartment', description: 'One of ours, an .sdf or .world, a map .yaml, a ValetudoMap .json.' },
  seed: { default: 1, integer: true, min: 0, max: 0xffffffff, unit: '1', description: 'Of everything random.' },
  pace: { default: 1, min: 0.1, max: 20, unit: '1', description: 'Simulated seconds a second.' },
} as const;

/** Time moves by so much, s: a step of the simulated world. */
const STEP_s = 0.02;

/** A simulated body in a world that its parameters name: activated anew, it begins anew. */
export async function simulator(): Promise<RosPart> {
  await initPhysics();
  const clock = { pace: simulationParameters.pace.default as number, step_s: STEP_s };
  let running: Simulator | undefined;
  const definition: NodeDefinition<typeof simulationParameters> = {
    name: 'simulation',
    parameters: simulationParameters,
    latency_s: 0,
    start(node) {
      const { world, seed, pace } = node.parameters;
      const home = loadWorld(world, seed);
      for (const warning of home.warnings) node.log('warn', `${home.name}: ${warning}`);
      clock.pace = pace;
      const begun = createSimulator({ world: home, seed, start_s: node.now_s() });
      running = begun;
      node.log('info', `${home.name}, seed ${seed}, ${pace} × real time`);
      return () => {
        running = undefined;
        begun.free();
      };
    },
  };
  return {
    clock,
    add(graph) {
      graph.add(definition);
      graph.add(bodyNode(bodyOf(() => running?.body)));
    },
  };
}

/** The body of the simulator that runs now: it is replaced when a simulation begins anew. */
function bodyOf(current: () => RobotBody | undefined): RobotBody {
  return {
    geometry: defaultGeometry,
    commandTimeout_s: 0.5,
    poll: (now_s) => current()?.poll(now_s) ?? [],
    drive: (command) => current()?.drive(command),
    clean: (command) => current()?.clean(command),
    sign: (sign) => current()?.sign(sign),
  };
}
