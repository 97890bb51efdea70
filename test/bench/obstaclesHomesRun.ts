import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { qos } from '@homebound/graph';
import { compose } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import type { Truth, World } from '@homebound/sim';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { loadWorld } from '../../packages/cli/src/worlds.ts';
import { TrueWay } from './cleanPicture.ts';
import { AvoidMeter, type Pass } from './obstaclesAvoidMeter.ts';
import { drawHome } from './obstaclesHomesPicture.ts';
import { HomeTruth, missedBeyondBerths, smallThing, type Told, type ToldAs } from './obstaclesHomesTruth.ts';

const LIMIT_S = 7200;
/** m/s, rad/s: below the first a body stands or turns, by the second; slower than the third it is slow. */
const STANDS_MPS = 0.02;
const TURNS_RADPS = 0.2;
const SLOW_MPS = 0.16;

/** One run of a home, with a camera or without. */
export interface HomeRun {
  readonly state: string;
  readonly reason: string;
  readonly simulated_s: number;
  readonly cpu_s: number;
  readonly coverage: number;
  readonly missedBeyondBerths: number;
  readonly path_m: number;
  readonly hardContacts: number;
  readonly passes: number;
  readonly touched: readonly Pass[];
  /** s by what the body did: goes, slow, turns, stands, back. */
  readonly time_s: Readonly<Record<string, number>>;
  /** How often a way was called off by something on it. */
  readonly calledOff: number;
}

export interface HomeResult {
  readonly home: string;
  readonly seed: number;
  readonly blind: HomeRun;
  readonly seeing: HomeRun;
  /** What was kept off at the end, and what that really is. */
  readonly told: readonly { readonly kind: string; readonly as: ToldAs; readonly berth_m: number }[];
  readonly ghosts_pm2: number;
}

/** A home, cleaned from the dock to the dock with the whole stack: with the depth camera, and blind, judged by the same berths. Physics must be ready. */
export function homeResult(name: string, seed: number, out: string | undefined): HomeResult {
  const world = loadWorld(name, seed);
  const seeing = new HomeDrive(name, world, seed, true);
  const told = seeing.told();
  const blind = new HomeDrive(name, world, seed, false);
  const result = {
    home: name,
    seed,
    blind: blind.result(told),
    seeing: seeing.result(told),
    told: told.map(({ kind, as, berth_m }) => ({ kind, as, berth_m })),
    ghosts_pm2: told.filter(({ as }) => as === 'ghost' || as === 'rim').length / seeing.area_m2,
  };
  for (const drive of [blind, seeing]) {
    if (out !== undefined) drive.draw(out, told);
    drive.close();
  }
  return result;
}

class HomeDrive {
  readonly #name: string;
  readonly #world: World;
  readonly #truth: HomeTruth;
  readonly #home: SimulatedHome;
  readonly #way = new TrueWay(0.02);
  readonly #meter: AvoidMeter;
  readonly #lines: string[] = [];
  readonly #time: Record<string, number> = { goes: 0, slow: 0, turns: 0, stands: 0, back: 0 };
  readonly #cpu_s: number;
  #obstacles: readonly homebound_interfaces.Obstacle[] = [];

  /** Drives it to its end. */
  constructor(name: string, world: World, seed: number, sees: boolean) {
    const cpu = process.cpuUsage();
    this.#name = `${name.replaceAll(/[/:.]/g, '-')}-${seed}-${sees ? 'depth' : 'none'}`;
    this.#world = world;
    this.#truth = new HomeTruth(world);
    const log = (_level: string, node: string, text: string, stamp_s: number): unknown =>
      this.#lines.push(`${stamp_s.toFixed(1)} ${node}: ${text}`);
    const home = new SimulatedHome({ world, seed, log, ...(sees && { camera: 'depth' as const }) });
    this.#home = home;
    this.#way.follow(home);
    this.#meter = new AvoidMeter(world, home.simulator, () => home.state.state, smallThing);
    let last_s = 0;
    home.simulator.onStep((truth) => {
      this.#time[doing(truth)] += truth.stamp_s - last_s;
      last_s = truth.stamp_s;
    });
    home.graph.outside.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, (m) => {
      const isNew = ({ id, kind, berth }: homebound_interfaces.Obstacle): boolean =>
        berth > 0 && !this.#obstacles.some((known) => known.id === id && known.kind === kind && known.berth > 0);
      for (const obstacle of m.obstacles.filter(isNew)) this.#logTold(obstacle);
      this.#obstacles = m.obstacles;
    });
    home.startJob();
    while (!home.isOver && home.graph.now_s() < LIMIT_S) home.graph.runFor(1);
    const used = process.cpuUsage(cpu);
    this.#cpu_s = (used.user + used.system) / 1e6;
  }

  #logTold({ id, kind, height, outline: outline_map }: homebound_interfaces.Obstacle): void {
    const outline = toWorld(outline_map, this.#world);
    const as = this.#truth.as(kind, outline, this.#home.simulator.truth().looseSolids);
    const [x, y] = outline;
    this.#lines.push(
      `${this.#home.graph.now_s().toFixed(1)} told: ${id} ${kind}, ${(100 * height).toFixed(1)} cm high, at ${x.toFixed(2)}, ${y.toFixed(2)}: ${as}`,
    );
  }

  get area_m2(): number {
    return this.#home.referee.score().freeArea_m2;
  }

  /** What it keeps off at the end. */
  told(): Told[] {
    const { looseSolids } = this.#home.simulator.truth();
    return this.#obstacles
      .filter(({ berth }) => berth > 0)
      .map(({ kind, berth, outline: outline_map }) => {
        const outline = toWorld(outline_map, this.#world);
        return { kind, berth_m: berth, outline, as: this.#truth.as(kind, outline, looseSolids) };
      });
  }

  result(told: readonly Told[]): HomeRun {
    const { state, reason } = this.#home.state;
    const score = this.#home.referee.score();
    const { passes } = this.#meter;
    return {
      state,
      reason,
      simulated_s: this.#home.graph.now_s(),
      cpu_s: this.#cpu_s,
      coverage: score.coverage,
      missedBeyondBerths: missedBeyondBerths(this.#home.referee.coveragePicture(), told),
      path_m: score.path_m,
      hardContacts: score.hardContacts,
      passes: passes.length,
      touched: passes.filter(({ touched }) => touched),
      time_s: this.#time,
      calledOff: this.#lines.filter((line) => line.includes('way called off')).length,
    };
  }

  draw(out: string, told: readonly Told[]): void {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, `${this.#name}.log`), `${this.#lines.join('\n')}\n`);
    writeFileSync(join(out, `${this.#name}.png`), drawHome(this.#home, this.#world, this.#way, told));
  }

  close(): void {
    this.#home.close();
  }
}

function doing({ v_mps, w_radps }: Truth): string {
  if (v_mps < -STANDS_MPS) return 'back';
  if (v_mps > STANDS_MPS) return v_mps < SLOW_MPS ? 'slow' : 'goes';
  return Math.abs(w_radps) > TURNS_RADPS ? 'turns' : 'stands';
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
