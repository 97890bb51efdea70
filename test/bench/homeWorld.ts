import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMap, readMapYaml } from '@homebound/formats';
import { centreX, centreY, type OccupancyGrid } from '@homebound/grid';
import { cos, hypot, type Rng, sin } from '@homebound/math';
import { extrudeMap, type FloorPatch, type World } from '@homebound/sim';

/** A home of the benchmark: its plan, and the world made of it. Both in the plan's frame. */
export interface BenchHome {
  readonly name: string;
  readonly plan: OccupancyGrid;
  readonly world: World;
}

/** Share of the floor that rugs are laid on. */
const RUG_SHARE = 0.35;
/** No rug this near to the dock: the dock has its own plate. */
const DOCK_CLEAR_M = 0.8;

/**
 * A home of `data/homes`, walls extruded from its plan, with seeded rugs on a third of its floor.
 * @param data folder with homes/NAME.yaml
 */
export function readHome(data: string, name: string, rng: Rng): BenchHome {
  const folder = join(data, 'homes');
  const yaml = readMapYaml(readFileSync(join(folder, `${name}.yaml`), 'utf8'), `${name}.yaml`);
  const plan = decodeMap(yaml, readFileSync(join(folder, yaml.image)), yaml.image);
  const bare = extrudeMap(plan, { name });
  return { name, plan, world: { ...bare, floor: layRugs(plan, bare, rng) } };
}

/** Deep rugs of seeded sizes and places, each pulling its own way. */
function layRugs(plan: OccupancyGrid, { T_world_dock }: World, rng: Rng): FloorPatch[] {
  const floor: number[] = [];
  for (let i = 0; i < plan.data.length; i++) if (plan.data[i] >= 0 && plan.data[i] < 50) floor.push(i);
  const wanted_m2 = RUG_SHARE * floor.length * plan.resolution_m * plan.resolution_m;
  const rugs: FloorPatch[] = [];
  // Places near the dock are drawn again; a home that is all dock gets fewer rugs.
  for (let tries = 0, laid_m2 = 0; laid_m2 < wanted_m2 && tries < 200; tries++) {
    const cell = floor[rng.int(floor.length)];
    const x = centreX(plan, cell % plan.width);
    const y = centreY(plan, Math.floor(cell / plan.width));
    const [long_m, wide_m] = [1.2 + 1.3 * rng.uniform(), 0.8 + rng.uniform()];
    if (hypot(x - T_world_dock.x, y - T_world_dock.y) < DOCK_CLEAR_M + 0.5 * hypot(long_m, wide_m)) continue;
    rugs.push({
      name: `rug ${rugs.length + 1}`,
      outline: rectangle(x, y, long_m, wide_m, Math.PI * rng.uniform()),
      height_m: 0.01,
      surface: 'highPile',
      pileYaw_rad: 2 * Math.PI * rng.uniform(),
    });
    laid_m2 += long_m * wide_m;
  }
  return rugs;
}

function rectangle(x: number, y: number, long_m: number, wide_m: number, yaw: number): Float64Array {
  const [ux, uy] = [0.5 * long_m * cos(yaw), 0.5 * long_m * sin(yaw)];
  const [vx, vy] = [-0.5 * wide_m * sin(yaw), 0.5 * wide_m * cos(yaw)];
  return Float64Array.of(
    x - ux - vx,
    y - uy - vy,
    x + ux - vx,
    y + uy - vy,
    x + ux + vx,
    y + uy + vy,
    x - ux + vx,
    y - uy + vy,
  );
}
