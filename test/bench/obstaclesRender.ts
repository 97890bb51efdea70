// What a picture of the simulated camera costs: CPU of a run with the camera open, less that of the same run without one.
//   npm run bench:obstacles -- --part render [--seconds N] [--json FILE]
import { readFileSync, writeFileSync } from 'node:fs';
import { type CameraName, createSimulator, initPhysics, readSdf, scene, type World } from '@homebound/sim';
import { benchArgs } from './benchArgs.ts';

const { values } = benchArgs({
  options: { part: { type: 'string' }, seconds: { type: 'string', default: '60' }, json: { type: 'string' } },
});
const seconds = Number(values.seconds);
/** Time before measuring: the code is compiled by then. */
const WARM_S = 10;
const RATE_HZ = 10;

const worlds: Readonly<Record<string, () => World>> = {
  apartment: () => readSdf(readFileSync('sim/worlds/apartment.sdf', 'utf8')),
  S7: () => sceneOf('S7'),
  S4: () => sceneOf('S4'),
};
const cameras = ['depth', 'rgbd', 'rgb', 'laser'] as const satisfies readonly CameraName[];

function sceneOf(name: string): World {
  const world = scene(name);
  if (world === undefined) throw new Error(`There is no scene ${name}`);
  return world;
}

/** CPU of driving about, ms. */
function cost(world: World, camera: CameraName | 'none'): number {
  const simulator = createSimulator({ world, seed: 1, camera });
  simulator.body.camera?.open();
  const run = (from_s: number, to_s: number): void => {
    for (let k = from_s * 50 + 1; k <= to_s * 50; k++) {
      simulator.body.drive({ v_mps: k % 200 < 30 ? -0.2 : 0.3, w_radps: 0.8 * Math.sin(k / 90) });
      simulator.body.poll(k / 50);
      simulator.body.camera?.poll(k / 50);
    }
  };
  run(0, WARM_S);
  const before = process.cpuUsage();
  run(WARM_S, WARM_S + seconds);
  const { user, system } = process.cpuUsage(before);
  simulator.free();
  return (user + system) / 1000;
}

await initPhysics();
const rows: { world: string; camera: CameraName; frame_ms: number; realTimes: number }[] = [];
for (const [name, make] of Object.entries(worlds)) {
  const without = cost(make(), 'none');
  for (const camera of cameras) {
    const all = cost(make(), camera);
    const frame_ms = (all - without) / (RATE_HZ * seconds);
    const realTimes = (1000 * seconds) / all;
    rows.push({ world: name, camera, frame_ms, realTimes });
    console.log(
      `${name.padEnd(10)} ${camera.padEnd(6)} ${frame_ms.toFixed(2)} ms a moment, whole simulator ${realTimes.toFixed(0)} x real time`,
    );
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
