import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeMap, readMapYaml } from '@homebound/formats';
import { dilate, type GridFrame, type OccupancyGrid } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import { Referee, readSdf, truthMap, type World } from '@homebound/sim';
import { dataFolder, dataTest } from '../helpers/homebound.ts';

/** Reads a world with the models beside it, as the command line does. */
function worldAt(...path: string[]): World {
  const file = join(dataFolder, 'worlds', ...path);
  const folders = [dirname(file), join(dirname(file), '..', 'models'), join(dirname(file), '..')];
  const resolve = (uri: string): string | undefined => {
    const name = uri.replace(/^(model|file):\/\//, '');
    const found = folders
      .flatMap((folder) => [join(folder, name), join(folder, name, 'model.sdf')])
      .find((candidate) => /\.(sdf|dae)$/i.test(candidate) && existsSync(candidate));
    return found === undefined ? undefined : readFileSync(found, 'utf8');
  };
  return readSdf(readFileSync(file, 'utf8'), { resolve, input: file });
}

/** Cells of a frame in which any part of another grid's occupied cells lies. */
function occupiedIn(frame: GridFrame, grid: OccupancyGrid): Uint8Array {
  const mask = new Uint8Array(frame.width * frame.height);
  for (let cell = 0; cell < grid.data.length; cell++) {
    if (grid.data[cell] <= 50) continue;
    const x = grid.originX_m + ((cell % grid.width) + 0.5) * grid.resolution_m;
    const y = grid.originY_m + (Math.floor(cell / grid.width) + 0.5) * grid.resolution_m;
    const ix = Math.floor((x - frame.originX_m) / frame.resolution_m);
    const iy = Math.floor((y - frame.originY_m) / frame.resolution_m);
    mask[iy * frame.width + ix] = 1;
  }
  return mask;
}

const share = (mask: Uint8Array, within: Uint8Array) => {
  let [all, inside] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    all++;
    inside += within[i];
  }
  return inside / all;
};

dataTest('the AWS small house stands as the robot that mapped it saw it', () => {
  const world = worldAt('aws_small_house', 'worlds', 'small_house.world');
  expect(world.warnings).toEqual([]);
  const folder = join(dataFolder, 'worlds', 'aws_small_house', 'maps', 'turtlebot3_waffle_pi');
  const yaml = readMapYaml(readFileSync(join(folder, 'map.yaml'), 'utf8'));
  const map = decodeMap(yaml, readFileSync(join(folder, yaml.image)));
  // A Waffle Pi carries its lidar 0.182 m over the floor.
  const lidar = { ...defaultGeometry.lidar, z_m: 0.182 };
  const ours = occupiedIn(map, truthMap(world, { ...defaultGeometry, lidar }, 'lidar'));
  const seen = map.data.map((value) => (value > 50 ? 1 : 0));
  const theirs = Uint8Array.from(seen);
  const free = Uint8Array.from(map.data.map((value) => (value === 0 ? 1 : 0)));
  const near = (mask: Uint8Array, cells: number) => dilate(mask, map.width, map.height, cells);
  // Of what the map holds, all but chance lies within a cell of ours.
  expect(share(theirs, near(ours, 1.5))).toBeGreaterThan(0.95);
  // Of ours that faces floor known as free, nearly all is in the map: legs of a cell may be missing.
  const beside = near(free, 1);
  const facing = ours.map((value, i) => value & beside[i]);
  expect(share(facing, near(theirs, 1.5))).toBeGreaterThan(0.85);
  // Intersection over union of both, each grown by a cell.
  const [a, b] = [near(theirs, 1.5), near(facing, 1.5)];
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i] & b[i];
    either += a[i] | b[i];
  }
  expect(both / either).toBeGreaterThan(0.7);
});

dataTest('both Gazebo houses can be driven: nothing hides, and the floor hangs together', () => {
  const aws = new Referee({
    world: worldAt('aws_small_house', 'worlds', 'small_house.world'),
    geometry: defaultGeometry,
  });
  expect(aws.score().reachableArea_m2).toBeGreaterThan(110);
  const turtlebot = worldAt('turtlebot3_house', 'turtlebot3_gazebo', 'worlds', 'turtlebot3_house.world');
  // Its front door stands open: the yard ends at a fence.
  expect(turtlebot.warnings).toEqual(['its floor leads out into the open: a fence stands around all that is in it']);
  expect(turtlebot.solids.at(-1)?.name).toBe('fence');
  const house = new Referee({ world: turtlebot, geometry: defaultGeometry });
  expect(house.score().reachableArea_m2).toBeGreaterThan(100);
});
