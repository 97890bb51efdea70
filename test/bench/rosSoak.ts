// Does a robot of many processes on ROS 2 outlive that they are killed? Simulator and every node as a process of its own clean a world again and
// again; a node picked at random is killed (SIGKILL or SIGTERM) every so often and started again a second later, as `respawn` does.
//   --minutes N (30, real)   --world W (test_room)   --seed N (1)   --pace P (2)   --every S (40, mean time between two kills, real)   --json FILE
// Bars: every job ends docked, none falls; nothing is left behind; memory (PSS of all but the simulator) in the last third is within 5 % of
// that in the middle one. Needs ROS 2.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { benchArgs } from './benchArgs.ts';
import { processesWith } from './procFigures.ts';
import { RosBench } from './rosBench.ts';
import { runBody } from './rosBody.ts';
import { PAGE, SoakRun } from './rosSoakRun.ts';
import { executable, MARK, oneEach, RosStack } from './rosStack.ts';

const own = process.argv.slice(2);
if (own[0] === '--body') await runBody(Number(own[1]));
else await soak();

async function soak(): Promise<void> {
  const { values } = benchArgs({
    args: own,
    options: {
      minutes: { type: 'string', default: '30' },
      world: { type: 'string', default: 'test_room' },
      seed: { type: 'string', default: '1' },
      pace: { type: 'string', default: '2' },
      every: { type: 'string', default: '40' },
      json: { type: 'string' },
    },
  });
  const { world } = values;
  const seed = Number(values.seed);
  const folder = mkdtempSync(join(tmpdir(), 'homebound-soak-'));
  const stack = new RosStack({ RUNTIME_DIRECTORY: folder });
  const run = new SoakRun(await RosBench.begin(stack), seed, Number(values.every));
  try {
    await run.bench.wake({ world, seed, pace: Number(values.pace), scanRate_hz: 5 }, oneEach);
    stack.start(executable('viewer', ...PAGE));
    await run.goOn(Number(values.minutes) * 60);
  } finally {
    run.isOver = true;
    const stubborn = await run.bench.end();
    await delay(1000);
    const left = processesWith(MARK, stack.mark);
    rmSync(folder, { recursive: true, force: true });
    const figures = { world, seed, minutes: Number(values.minutes), ...run.figures(), stubborn, left };
    console.log(JSON.stringify(figures, null, 2));
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
    const isSound = figures.isDocked && figures.falls === 0 && left.length === 0 && figures.growth <= 0.05;
    process.exitCode = isSound ? 0 : 1;
  }
}
