import { bodyNode } from '@homebound/nodes';
import { createRosGraph } from '@homebound/ros';
import { createSimulator, initPhysics } from '@homebound/sim';
import { smallRoom } from '../smallRoom.ts';

/** The simulated body, owner of /clock: time runs at PACE times real time. */
const pace = Number(process.env.PACE ?? 1);
await initPhysics();
const { body } = createSimulator({ world: smallRoom, seed: 1 });
const graph = await createRosGraph({ clock: { pace, step_s: 0.02 } });
graph.add(bodyNode(body));
