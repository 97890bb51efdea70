import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultGuard, monotonic_s, runMotors } from '@homebound/link';
import type { RobotBody, SensorRecord } from '@homebound/robot';
import { createSimulator, initPhysics, readSdf } from '@homebound/sim';
import { truthLog } from '../../../packages/cli/src/processes/truthLog.ts';

/**
 * Planted faults: the motors' process with a part of its guard left out, `watchdog` or `floor`:
 * `motorsWithout PART --run DIR --world W --seed S --truth FILE`, the options in this order.
 */
const [part, , run, , world, , seed, , truth] = process.argv.slice(2);
await initPhysics();
const simulator = createSimulator({
  world: readSdf(readFileSync(world, 'utf8'), { input: world }),
  seed: Number(seed),
});
const log = truthLog(simulator, truth);
const floor = { cliffSideLeft: false, cliffFrontLeft: false, cliffFrontRight: false, cliffSideRight: false };

/** The same body, but what the guard hears of the floor is that it is there. */
function onFirmGround(body: RobotBody): RobotBody {
  const firm = (r: SensorRecord): SensorRecord =>
    r.kind === 'safety' ? { ...r, ...floor, wheelDropLeft: false, wheelDropRight: false } : r;
  return { ...body, poll: (now_s) => body.poll(now_s).map(firm) };
}

await runMotors({
  path: join(run, 'motor.sock'),
  peers: { uids: [process.getuid?.() ?? 0] },
  body: part === 'floor' ? onFirmGround(log.body) : log.body,
  clock: { stamp_s: 0, monotonic_s: monotonic_s(), rate: 1 },
  guard: part === 'watchdog' ? { ...defaultGuard, commandTimeout_s: Number.POSITIVE_INFINITY } : defaultGuard,
  onStep: (_, guard) => log.note(guard.heard_s),
});
