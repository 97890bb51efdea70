import type { SE2 } from '@homebound/math';
import { defaultGeometry, type RobotBody, type RobotGeometry, type SensorRecord } from '@homebound/robot';
import { type CameraName, cameraRigs } from '../camera/cameraRig.ts';
import { COMMAND_TIMEOUT_S } from '../physics/driveTrain.ts';
import { type SceneName, scene, sceneAbout, sceneNames } from '../scenes/scenes.ts';
import { createSimulator, type Simulator, type SimulatorOptions, STEP_HZ } from '../simulator.ts';
import type { Solid, World } from '../world.ts';
import { CameraOfRun } from './cameraOfRun.ts';
import { Refused } from './refused.ts';

/** A world that can be loaded. */
export interface WorldEntry {
  readonly uri: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** Where worlds come from: a host adds files to what is built in. */
export interface WorldSource {
  list(): readonly WorldEntry[];
  /** Throws FormatError for one that cannot be read; undefined when there is none of that name. */
  load(uri: string, seed: number): World | undefined;
}

/** The test scenes, which need no file. */
export const builtInWorlds: WorldSource = {
  list: () => sceneNames.map((uri) => ({ uri, description: sceneAbout(uri as SceneName), tags: ['scene'] })),
  load: (uri) => scene(uri),
};

export interface SimulationRunOptions extends Pick<SimulatorOptions, 'noise' | 'lidar'> {
  readonly geometry?: RobotGeometry;
  /** Default: the test scenes. */
  readonly worlds?: WorldSource;
}

/** What runs: a world, where it came from, and the simulator of it. */
interface Running {
  readonly world: World;
  readonly uri: string;
  readonly seed: number;
  readonly simulator: Simulator;
}

/** Time that jumps by more than this was set, s: back, the world begins anew; ahead, the body wakes up in it. */
const JUMP_S = 0.5;

/**
 * A simulation that goes on while worlds come and go: the body stays the same object for whoever holds it, with a world
 * under it or none. Knows what was spawned, so that it can be taken out or put back. Physics must be ready (`initPhysics`).
 */
export class SimulationRun {
  readonly worlds: WorldSource;
  readonly geometry: RobotGeometry;
  /** All that the stack may see. Without a world it says nothing. */
  readonly body: RobotBody;
  readonly #options: SimulationRunOptions;
  #running: Running | undefined;
  /** As they were set down at first. */
  readonly #spawned = new Map<string, Solid>();
  readonly #onBegin = new Set<(simulator: Simulator, world: World) => void>();
  #eye: { readonly name: CameraName; readonly device: CameraOfRun } | undefined;
  #polled_s = Number.NEGATIVE_INFINITY;

  constructor(options: SimulationRunOptions = {}) {
    this.#options = options;
    this.worlds = options.worlds ?? builtInWorlds;
    this.geometry = options.geometry ?? defaultGeometry;
    const eye = (): CameraOfRun | undefined => this.#eye?.device;
    this.body = {
      geometry: this.geometry,
      get camera() {
        return eye();
      },
      commandTimeout_s: COMMAND_TIMEOUT_S,
      poll: (now_s) => this.#poll(now_s),
      drive: (command) => this.#running?.simulator.body.drive(command),
      clean: (command) => this.#running?.simulator.body.clean(command),
      sign: (sign) => this.#running?.simulator.body.sign(sign),
    };
  }

  get world(): World | undefined {
    return this.#running?.world;
  }

  /** Where the world came from; empty for one that was handed in. */
  get uri(): string {
    return this.#running?.uri ?? '';
  }

  get spawned(): ReadonlyMap<string, Solid> {
    return this.#spawned;
  }

  /** Throws Refused when no world is loaded. */
  get simulator(): Simulator {
    if (this.#running === undefined) throw new Refused('wrongState', 'no world is loaded: call load_world first');
    return this.#running.simulator;
  }

  /** Tells of each simulator that begins, before its first step: for referees. Returns what ends it. */
  onBegin(listener: (simulator: Simulator, world: World) => void): () => void {
    this.#onBegin.add(listener);
    return () => this.#onBegin.delete(listener);
  }

  /** Gives the body an eye, for the worlds that begin from now on. Whoever holds one that was taken away sees nothing through it. */
  wear(camera: CameraName | 'none'): void {
    if (camera === (this.#eye?.name ?? 'none')) return;
    this.#eye?.device.lookInto(undefined);
    this.#eye = camera === 'none' ? undefined : { name: camera, device: new CameraOfRun(cameraRigs[camera]) };
  }

  /** Begins a world, at time 0; the one before is gone. Throws what `createSimulator` throws, and keeps the one before then. */
  begin(world: World, seed: number, uri = ''): void {
    const { noise, lidar } = this.#options;
    const camera = this.#eye?.name ?? 'none';
    const simulator = createSimulator({ world, seed, geometry: this.geometry, noise, lidar, camera });
    this.end();
    this.#running = { world, uri, seed, simulator };
    this.#eye?.device.lookInto(simulator.body.camera);
    for (const listener of this.#onBegin) listener(simulator, world);
  }

  /** Leaves no world behind. */
  end(): void {
    this.#running?.simulator.free();
    this.#running = undefined;
    this.#eye?.device.lookInto(undefined);
    this.#spawned.clear();
    this.#polled_s = Number.NEGATIVE_INFINITY;
  }

  /** As if it was closed and started again, from time 0 on: same world, same seed, the same bits. */
  restart(): void {
    if (this.#running !== undefined) this.begin(this.#running.world, this.#running.seed, this.#running.uri);
  }

  /** Poses and speeds as at the start; what was spawned stands where it was set down at first. */
  resetState(): void {
    const { control } = this.simulator;
    for (const solid of this.#spawned.values()) control.removeSolid(solid.name);
    control.reset();
    for (const solid of this.#spawned.values()) control.addSolid(solid);
  }

  /** The body's clock is at 0 again, the world stays as it is. */
  resetTime(): void {
    this.simulator.control.restartTime(0);
    this.#polled_s = Number.NEGATIVE_INFINITY;
  }

  spawn(solid: Solid): void {
    this.simulator.control.addSolid(solid);
    this.#spawned.set(solid.name, solid);
  }

  /** Takes out what was spawned or can be moved; false when there is none of that name. */
  remove(name: string): boolean {
    this.#spawned.delete(name);
    return this.simulator.control.removeSolid(name);
  }

  removeSpawned(): void {
    for (const name of [...this.#spawned.keys()]) this.remove(name);
  }

  /** Sets the robot down elsewhere. It was in somebody's hands: its wheels hang for a moment, as its sensors then say. */
  placeRobot(T_world_base: SE2): void {
    const { control } = this.simulator;
    control.place(T_world_base);
    control.carry(T_world_base, HELD_S);
  }

  #poll(now_s: number): readonly SensorRecord[] {
    if (this.#running === undefined) return [];
    if (now_s < this.#polled_s - JUMP_S) this.restart();
    this.#polled_s = now_s;
    const { simulator } = this.#running;
    if (now_s - simulator.truth().stamp_s > JUMP_S) simulator.control.restartTime(now_s - 1 / STEP_HZ);
    return simulator.body.poll(now_s);
  }
}

/** So long a robot that is set elsewhere hangs over the floor, s. */
const HELD_S = 0.5;
