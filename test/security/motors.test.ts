import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundled } from '../helpers/bundled.ts';
import { root } from '../helpers/homebound.ts';
import { MotorRig, type TruthRow } from '../helpers/motorRig.ts';

/**
 * Whatever becomes of the mind while it drives, the wheels are told to stop within 0.20 s of its last valid wish, and stand as soon as
 * the body can brake: 0.30 m/s at 0.9 m/s² are 0.34 s more. Real processes; times are of the simulated body's own log, not of the
 * machine's clock. The same questions are asked of motors with that part of the guard left out, and must be answered otherwise.
 */
const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const motors = join(root, 'dist', 'homebound-motor.js');
let mind = '';
let without = '';
beforeAll(async () => {
  mind = await bundled(join(root, 'test', 'security', 'processes', 'wilfulMind.ts'));
  without = await bundled(join(root, 'test', 'security', 'processes', 'motorsWithout.ts'));
});

const SPEED_MPS = 0.3;
const BRAKE_S = SPEED_MPS / 0.9;
const STEP_S = 0.02;

type Fault = (rig: MotorRig) => void;
const faults: readonly (readonly [string, Fault])[] = [
  ['stopped (SIGSTOP)', ({ mind }) => void mind.kill('SIGSTOP')],
  ['killed', ({ mind }) => void mind.kill('SIGKILL')],
  ['blocked for ever', ({ mind }) => void mind.stdin?.write('spin\n')],
  ['silent on a live link', ({ mind }) => void mind.stdin?.write('silent\n')],
  ['deaf, and goes on wishing', ({ mind }) => void mind.stdin?.write('deaf\n')],
  ['wishing without end', ({ mind }) => void mind.stdin?.write('flood\n')],
  ['sending garbage', ({ mind }) => void mind.stdin?.write('garbage\n')],
];

interface Stop {
  /** s from the mind's last valid wish until wheels and brush were told to stop; until the wheels stood. NaN: never. */
  readonly told_s: number;
  readonly stood_s: number;
}

/** Drives, lets it happen to the mind, and reads in the body's log how it stopped. */
async function stopAfter(fault: Fault, motorScript: string, args: readonly string[] = []): Promise<Stop> {
  const rig = await MotorRig.begin(motorScript, args, mind, SPEED_MPS);
  try {
    await rig.until(({ v_mps, mainBrush }) => v_mps > SPEED_MPS - 0.02 && mainBrush > 0.5);
    fault(rig);
    await delay(1500);
    return howItStopped(rig.rows());
  } finally {
    rig.end();
  }
}

function howItStopped(rows: readonly TruthRow[]): Stop {
  // After garbage the link is over, and the last wish forgotten: the last one known is the one that counts.
  const heard_s = Math.max(...rows.map(({ heard_s }) => heard_s));
  const after = rows.filter(({ stamp_s }) => stamp_s > heard_s);
  const since = (row: TruthRow | undefined): number => (row?.stamp_s ?? Number.NaN) - heard_s;
  return {
    told_s: since(after.find(({ toldV_mps, toldBrush }) => toldV_mps === 0 && toldBrush === 0)),
    stood_s: since(after.find(({ wheelSpeed_mps }) => wheelSpeed_mps < 1e-6)),
  };
}

onLinux.each(faults)('T-SAFE: the wheels stop within 0.20 s when the mind is %s', async (_, fault) => {
  const { told_s, stood_s } = await stopAfter(fault, motors);
  expect(told_s).toBeLessThanOrEqual(0.2);
  expect(stood_s).toBeLessThanOrEqual(0.2 + BRAKE_S + STEP_S);
});

onLinux('T-SAFE, planted fault: without the watchdog they go on', async () => {
  const { told_s } = await stopAfter(faults[3][1], without, ['watchdog']);
  expect(told_s).toBeNaN();
});

/** How a drive at the ledge ends that the mind does not stop. */
async function atTheLedge(motorScript: string, args: readonly string[] = []): Promise<TruthRow> {
  const rig = await MotorRig.begin(motorScript, args, mind, SPEED_MPS);
  try {
    // 3 m at 0.3 m/s; then still, or fallen.
    await rig.until(({ x_m, wheelSpeed_mps, fallen }) => fallen === 1 || (x_m > 2 && wheelSpeed_mps === 0));
    await delay(500);
    return rig.rows().at(-1) as TruthRow;
  } finally {
    rig.end();
  }
}

onLinux('T-SAFE: the robot does not drive over a ledge, though the mind says so all the time', async () => {
  const { fallen, x_m, wheelSpeed_mps } = await atTheLedge(motors);
  expect([fallen, wheelSpeed_mps]).toEqual([0, 0]);
  expect(x_m).toBeLessThan(4);
});

onLinux('T-SAFE, planted fault: without the guard at the floor it falls', async () => {
  expect((await atTheLedge(without, ['floor'])).fallen).toBe(1);
});
