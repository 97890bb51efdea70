import { bodyNode } from '@homebound/nodes';
import { createRosGraph } from '@homebound/ros';
import { createSimulator, initPhysics } from '@homebound/sim';
import { smallRoom } from '../smallRoom.ts';

/** The simulated body, owner of /clock: time runs at PACE times real time. */
const pace = Number(process.env.PACE ?? 1);
await initPhysics();
const { body, truth, onStep } = createSimulator({ world: smallRoom, seed: 1 });
const graph = await createRosGraph({ enclave: '/homebound/body', clock: { pace, step_s: 0.02 } });
/** When it last heard a command, and since when it stands; NaN while it moves. */
const seen = { heard_s: 0, stands_s: 0 };
onStep(({ stamp_s, v_mps, w_radps }) => {
  const stands = Math.abs(v_mps) < 0.01 && Math.abs(w_radps) < 0.02;
  if (!stands) seen.stands_s = Number.NaN;
  else if (Number.isNaN(seen.stands_s)) seen.stands_s = stamp_s;
});
graph.add(
  bodyNode({
    ...body,
    drive(command) {
      seen.heard_s = truth().stamp_s;
      body.drive(command);
    },
  }),
);
// With TELL=1, how the robot really moves, as lines of JSON.
if (process.env.TELL === '1')
  setInterval(() => {
    const { stamp_s, T_world_base, v_mps } = truth();
    console.log(JSON.stringify({ stamp_s, ...seen, x: T_world_base.x, y: T_world_base.y, v_mps }));
  }, 20);
