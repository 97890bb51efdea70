import { setImmediate as turn } from 'node:timers/promises';
import { compose } from '@homebound/math';
import type { AvoidedThing } from '@homebound/mission';
import { CropTaker, detectingSight, floorSight, ObstaclePictures, type PictureKeeper } from '@homebound/nodes';
import { initPhysics, obstacleLane } from '@homebound/sim';
import type { Detector } from '@homebound/vision';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { distanceToSolid } from '../bench/obstaclesAvoidMeter.ts';

beforeAll(() => initPhysics());

/** Has a word for people, and recognises nothing: pictures depend on shape alone. */
const dim: Detector = { labels: ['person'], detect: async () => [], close: async () => {} };

/** What of S7 a robot that keeps pictures takes any of in its first minutes, the first of each first. */
async function picturedIn(duration_s: number, Pictures: typeof ObstaclePictures): Promise<readonly string[]> {
  const world = obstacleLane('S7');
  const sight = (rig: Parameters<typeof floorSight>[0]) => {
    const crops = new CropTaker(rig.color!, dim);
    return { ...detectingSight(floorSight(rig), dim, rig.color!, { warn: () => {}, pictures: crops }), crops };
  };
  const home = new SimulatedHome({ world, seed: 0, camera: 'rgbd', sight });
  const things = world.solids.filter(({ name }) => !/wall|dock/.test(name));
  const pictured = new Set<string>();
  let count = 0;
  const keeper: PictureKeeper = {
    keep_days: 7,
    newId: () => `p${count++}`,
    drop: () => {},
    keep: ({ x_m, y_m }) => {
      const { x, y } = compose(world.T_world_start, { x: x_m, y: y_m, theta: 0 });
      const { looseSolids } = home.simulator.truth();
      for (const thing of things)
        if (distanceToSolid(thing, looseSolids.get(thing.name) ?? thing.T_world_solid, x, y) < 0.05)
          pictured.add(thing.name.replace(/ \d+$/, ''));
    },
  };
  home.graph.add(new Pictures(home.eye!.crops!, keeper).node);
  home.startJob();
  // The detector answers between two steps.
  for (; home.graph.now_s() < duration_s; await turn()) home.graph.runFor(0.1);
  home.close();
  return [...pictured];
}

test('T-IMG: S7 with a detector that recognises nothing: no picture of shoe or slipper, one of each low thing that was passed', async () => {
  const pictured = await picturedIn(175, ObstaclePictures);
  expect(pictured).not.toEqual(expect.arrayContaining([expect.stringMatching(/shoe|slipper/)]));
  expect(pictured).toEqual(
    expect.arrayContaining(['sock', 'charger', 'scale', 'toyCar', 'brick', 'petWaste', 'cable', 'book']),
  );
});

test('T-IMG, planted fault: whatever nobody named is no shoe', async () => {
  class Heedless extends ObstaclePictures {
    override heardObstacles(things: readonly AvoidedThing[]): void {
      super.heardObstacles(things.map((thing) => ({ ...thing, label: thing.label || 'bottle' })));
    }
  }
  expect(await picturedIn(20, Heedless)).toEqual(expect.arrayContaining(['shoe', 'slipper']));
});
