import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Colour, Drawing } from '@homebound/formats';
import { qos } from '@homebound/graph';
import { compose, type SE2 } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { coverageCell, type Solid, type World } from '@homebound/sim';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { TrueWay } from './cleanPicture.ts';
import { AvoidMeter, distanceToSolid, outlinesOf, type Pass } from './obstaclesAvoidMeter.ts';
import { avoidWorld, thingKinds } from './obstaclesAvoidWorld.ts';

/** With what it looks: the depth camera and vision, or nothing at all. */
export const eyes = ['depth', 'none'] as const;
export type EyeName = (typeof eyes)[number];

/** What one room gave. */
export interface AvoidResult {
  readonly seed: number;
  readonly state: string;
  readonly reason: string;
  readonly simulated_s: number;
  readonly cpu_s: number;
  readonly passes: readonly Pass[];
  /** Of A_brush: what was swept, and what was missed though a brush of a body that keeps the berths reaches it. */
  readonly coverage: number;
  readonly missedBeyondBerths: number;
  /** The same of a robot without an eye in the same room, for the same berths. */
  readonly missedBlind: number;
  /** Obstacles that were told at the end, and how many of these lie nowhere near a thing. */
  readonly told: readonly string[];
  readonly ghosts: number;
}

const LIMIT_S = 3000;
/** An obstacle farther than this from each thing is none, m. */
const GHOST_M = 0.12;

/** One room, cleaned from the dock to the dock with the whole stack. Physics must be ready. */
export function avoidRun(seed: number, eye: EyeName, out: string | undefined): AvoidResult {
  const cpu = process.cpuUsage();
  const world = avoidWorld(seed);
  const home = new SimulatedHome({ world, seed, ...(eye !== 'none' && { camera: eye }) });
  const way = new TrueWay(0.02);
  way.follow(home);
  const meter = new AvoidMeter(world, home.simulator, () => home.state.state);
  let told: readonly homebound_interfaces.Obstacle[] = [];
  home.graph.outside.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, (m) => {
    told = m.obstacles;
  });
  if (eye !== 'none') switchOn(home);
  drive(home);
  const used = process.cpuUsage(cpu);
  const avoided = told.filter(({ berth }) => berth > 0);
  const things = thingsOf(home, world, avoided);
  if (out !== undefined) draw(join(out, `avoid-${seed}-${eye}.png`), home, world, way, avoided, meter.passes);
  const { state, reason } = home.state;
  const score = home.referee.score();
  const result = {
    seed,
    state,
    reason,
    simulated_s: home.graph.now_s(),
    cpu_s: (used.user + used.system) / 1e6,
    passes: meter.passes,
    coverage: score.coverage,
    missedBeyondBerths: missedBeyond(home, things),
    missedBlind: missedBlind(world, seed, things),
    ghosts: ghostsAmong(avoided, things, world),
    told: avoided.map(({ kind, berth, height }) => `${kind} ${(100 * height).toFixed(1)} cm, berth ${berth}`),
  };
  home.close();
  return result;
}

function drive(home: SimulatedHome): void {
  home.startJob();
  while (!home.isOver && home.graph.now_s() < LIMIT_S) home.graph.runFor(1);
}

/** As an admin does; it opens when the robot begins to work. */
function switchOn({ graph }: SimulatedHome): void {
  graph.outside.client(homebound_interfaces.SwitchCamera, 'switch_camera').call({ is_on: true }, (outcome) => {
    if (!outcome.ok || !outcome.value.accepted)
      throw new Error(`The camera is not switched on: ${JSON.stringify(outcome)}`);
  });
}

type Told = Pick<homebound_interfaces.Obstacle, 'outline' | 'berth' | 'kind'>;

interface Thing {
  readonly solid: Solid;
  readonly T: SE2;
  /** m that the robot kept, or meant to. */
  readonly berth_m: number;
}

/** The things as they lie at the end, each with the berth of what the robot took for it; 0 where it knew of nothing. */
function thingsOf(home: SimulatedHome, world: World, told: readonly Told[]): Thing[] {
  const { looseSolids } = home.simulator.truth();
  const places = told.map(({ outline, berth }) => ({ points: placesOf(outline, world), berth }));
  return world.solids
    .filter(({ name }) => thingKinds.some((kind) => name.startsWith(kind)))
    .map((solid) => {
      const T = looseSolids.get(solid.name) ?? solid.T_world_solid;
      const own = places.filter(({ points }) => isAt(points, solid, T));
      return { solid, T, berth_m: Math.max(0, ...own.map(({ berth }) => berth)) };
    });
}

/**
 * Share of A_brush that was missed, but for what no brush reaches of a body that keeps the berths: its middle is R + berth off a thing, so nothing
 * nearer than R + berth less half a brush is swept.
 */
function missedBeyond(home: SimulatedHome, things: readonly Thing[]): number {
  const { data, width, originX_m, originY_m, resolution_m } = home.referee.coveragePicture();
  const reach_m = defaultGeometry.bodyRadius_m - defaultGeometry.mainBrush.width_m / 2;
  let missed = 0;
  let all = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== coverageCell.missed && data[i] !== coverageCell.swept) continue;
    all++;
    if (data[i] !== coverageCell.missed) continue;
    const x = originX_m + ((i % width) + 0.5) * resolution_m;
    const y = originY_m + (Math.floor(i / width) + 0.5) * resolution_m;
    if (!things.some(({ solid, T, berth_m }) => distanceToSolid(solid, T, x, y) < reach_m + berth_m)) missed++;
  }
  return missed / all;
}

function missedBlind(world: World, seed: number, things: readonly Thing[]): number {
  const home = new SimulatedHome({ world, seed });
  drive(home);
  const missed = missedBeyond(home, things);
  home.close();
  return missed;
}

/** Obstacles that were told where nothing lies. */
function ghostsAmong(told: readonly Told[], things: readonly Thing[], world: World): number {
  return told.filter(({ outline }) => {
    const points = placesOf(outline, world);
    return !things.some(({ solid, T }) => isAt(points, solid, T));
  }).length;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether something was told of a thing: its middle or a corner lies at it. Of a cord seen in part the middle may lie where it was thought to go on. */
function isAt(points: readonly Point[], solid: Solid, T: SE2): boolean {
  return points.some(({ x, y }) => distanceToSolid(solid, T, x, y) < GHOST_M);
}

/** Corners of an outline, and the mean of them, world frame. */
function placesOf(outline: Float64Array, { T_world_start }: World): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < outline.length; i += 2) {
    points.push(compose(T_world_start, { x: outline[i], y: outline[i + 1], theta: 0 }));
    x += (2 * outline[i]) / outline.length;
    y += (2 * outline[i + 1]) / outline.length;
  }
  return [...points, compose(T_world_start, { x, y, theta: 0 })];
}

const colours: Readonly<Record<number, Colour>> = {
  [coverageCell.blocked]: [38, 46, 58],
  [coverageCell.outOfReach]: [226, 229, 233],
  [coverageCell.missed]: [232, 140, 130],
  [coverageCell.swept]: [174, 218, 200],
  [coverageCell.sweptOutOfReach]: [206, 226, 218],
};
const WAY: Colour = [28, 105, 176];
const TOUCH: Colour = [200, 0, 160];
const THING: Colour = [60, 40, 20];
const TOLD: Colour = [240, 120, 20];
const SCALE_PXPM = 150;

/** What was swept, the way, what lies there (brown), what the robot took for it (orange) and where it touched it. */
function draw(
  file: string,
  home: SimulatedHome,
  world: World,
  way: TrueWay,
  told: readonly Told[],
  passes: readonly Pass[],
): void {
  const { data, width, height, originX_m: x0_m, originY_m: y0_m, resolution_m } = home.referee.coveragePicture();
  const bounds = { x0_m, y0_m, x1_m: x0_m + width * resolution_m, y1_m: y0_m + height * resolution_m };
  const drawing = new Drawing(bounds, colours[coverageCell.outOfReach], SCALE_PXPM);
  const { raster } = drawing;
  for (let py = 0; py < raster.height; py++) {
    const row = Math.min(height - 1, Math.floor((raster.height - 1 - py + 0.5) / SCALE_PXPM / resolution_m)) * width;
    for (let px = 0; px < raster.width; px++) {
      const ix = Math.min(width - 1, Math.floor((px + 0.5) / SCALE_PXPM / resolution_m));
      raster.blend(py * raster.width + px, colours[data[row + ix]], 1);
    }
  }
  const { looseSolids } = home.simulator.truth();
  for (const solid of world.solids) {
    if (!thingKinds.some((kind) => solid.name.startsWith(kind))) continue;
    drawing.polygons(outlinesOf(solid, looseSolids.get(solid.name) ?? solid.T_world_solid), THING, 1);
  }
  drawing.polygons(
    told.map(({ outline }) => toWorld(outline, world)),
    TOLD,
    0.45,
  );
  drawing.polyline(way.points, 0.012, WAY, 0.55, 1);
  for (const { touched, at } of passes) if (touched) drawing.disc(at.x, at.y, 0.04, TOUCH, 0.9);
  drawing.dock(world.T_world_dock, defaultGeometry.bodyRadius_m, [30, 132, 90]);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, drawing.png());
}

function toWorld(outline: Float64Array, { T_world_start }: World): Float64Array {
  const out = new Float64Array(outline.length);
  for (let i = 0; i < outline.length; i += 2) {
    const { x, y } = compose(T_world_start, { x: outline[i], y: outline[i + 1], theta: 0 });
    out[i] = x;
    out[i + 1] = y;
  }
  return out;
}
