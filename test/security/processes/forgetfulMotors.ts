import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonic_s, runMotors } from '@homebound/link';
import { createSimulator, initPhysics, readSdf } from '@homebound/sim';
import { offerHands, offerLens, truthLog } from '../../../packages/cli/src/processes/simulatedBody.ts';

/**
 * Planted fault: a motors' process that tells a mind that is there of its buttons, and forgets them where none is or answers:
 * `forgetfulMotors --run DIR --world W --camera EYE --truth FILE`, the options in this order.
 */
const [, run, , world, , , , truth] = process.argv.slice(2);
await initPhysics();
const scene = readSdf(readFileSync(world, 'utf8'), { input: world });
const simulator = createSimulator({ world: scene, seed: 1, camera: 'rgbd' });
const log = truthLog(simulator, truth);
const clock = { stamp_s: 0, monotonic_s: monotonic_s(), rate: 1 };
const me = process.getuid?.() ?? 0;
await offerHands(run, simulator.control);
await offerLens(run, simulator.body.camera, clock, me);
let isThere = false;
await runMotors({
  path: join(run, 'motor.sock'),
  peers: { uids: [me] },
  body: {
    ...log.body,
    poll: (now_s) => log.body.poll(now_s).filter(({ kind }) => isThere || kind !== 'button'),
  },
  clock,
  onMind: () => {
    isThere = true;
  },
  onMindGone: () => {
    isThere = false;
  },
  onStep: (_, guard) => log.note(guard.heard_s),
});
