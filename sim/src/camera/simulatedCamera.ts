import { cos, type Rng, type SE2, sin } from '@homebound/math';
import type { CameraDevice, CameraFrame, CameraModel, CameraRig } from '@homebound/robot';
import type { Tilt } from '../lidar/lidarSensor.ts';
import type { World } from '../world.ts';
import type { CameraOptions } from './cameraRig.ts';
import { CameraScene } from './cameraScene.ts';
import { type CameraMotion, ColorPicture } from './colorPicture.ts';
import { DepthPicture, defaultDepth } from './depthPicture.ts';
import { type Eye, eyeOf } from './eye.ts';
import { LaserPicture } from './laserPicture.ts';
import { Lens } from './lens.ts';
import { LampsHere, lampsOver } from './light.ts';
import { type MountError, noMountError } from './mountError.ts';
import { View } from './view.ts';

/**
 * What may be wrong with a camera: it gives the same picture again and again, loses some, gives none, sees none of the room's light, or
 * can't be opened.
 */
export const cameraFaults = ['frozen', 'dropping', 'silent', 'dark', 'shut'] as const;
export type CameraFault = (typeof cameraFaults)[number];

/** Of those that are dropped. */
const DROPPED = 0.3;
/** Moments that wait for a poll; older ones are lost, as a driver's buffers run over. */
const MOST_WAITING = 16;

/** Where the body is and how it moves at a moment. */
export interface BodyMoment {
  readonly stamp_s: number;
  readonly T_world_base: SE2;
  readonly tilt: Tilt;
  readonly v_mps: number;
  readonly w_radps: number;
}

/** For those who judge, of the last picture: what each pixel looks at, and how far that is along the view. */
export interface CameraTruth {
  /** Names of the labels; label 0 is the bare floor, or nothing. */
  readonly names: readonly string[];
  readonly labels: Uint16Array;
  readonly depth_m: Float32Array;
}

/** The buffers of one moment. */
interface Buffers {
  readonly color?: Uint8Array;
  readonly depth?: Float32Array;
  readonly laser?: Uint8Array;
  stamp_s: number;
  colorExposure_s: number;
}

/** A camera on the simulated body. It draws only while it is open. */
export class SimulatedCamera implements CameraDevice {
  readonly rig: CameraRig;
  fault: CameraFault | undefined;
  isOpen = false;
  readonly #every: number;
  readonly #mountError: MountError;
  readonly #scene: CameraScene;
  readonly #lamps: LampsHere;
  readonly #rng: Rng;
  readonly #views: readonly View[];
  readonly #color: { readonly view: View; readonly picture: ColorPicture } | undefined;
  readonly #depth: { readonly view: View; readonly picture: DepthPicture } | undefined;
  readonly #laser:
    | { readonly view: View; readonly picture: LaserPicture; readonly mount: CameraModel['mount'] }
    | undefined;
  /** Filled, oldest first; lent to the last poll; free. */
  #waiting: Buffers[] = [];
  #lent: Buffers[] = [];
  readonly #free: Buffers[] = [];
  /** Where the last picture was drawn. */
  #last: Buffers | undefined;

  /** @param noise factor on what is random; 0: pictures are ideal. Throws RangeError for options that are none. */
  constructor(world: World, options: CameraOptions, noise: number, rng: Rng, stepRate_hz: number) {
    const { rig, mountError = noMountError, rate_hz = 10, light, depth } = options;
    this.#every = stepRate_hz / rate_hz;
    if (!Number.isInteger(this.#every) || this.#every < 1)
      throw new RangeError(
        `Cannot build camera: rate must be ${stepRate_hz} Hz divided by a whole number, got ${rate_hz}`,
      );
    if (rig.color === undefined && rig.depth === undefined && rig.laser === undefined)
      throw new RangeError('Cannot build camera: its rig has neither colour nor depth nor laser');
    this.rig = rig;
    this.#mountError = mountError;
    this.#rng = rng.fork('faults');
    this.#scene = new CameraScene(world);
    this.#lamps = new LampsHere(light ?? world.light ?? lampsOver(world));
    const views: View[] = [];
    const viewOf = (model: CameraModel): View => {
      // Colour and depth of one lens look through one view.
      const same = views.find((view) => JSON.stringify(view.lens.model) === JSON.stringify(model));
      if (same !== undefined) return same;
      views.push(new View(new Lens(model)));
      return views[views.length - 1];
    };
    const scene = this.#scene;
    if (rig.color !== undefined) {
      const view = viewOf(rig.color);
      this.#color = { view, picture: new ColorPicture(view, scene, this.#lamps, noise, rng.fork('color')) };
    }
    if (rig.depth !== undefined) {
      const view = viewOf(rig.depth);
      const profile = { ...defaultDepth, ...depth };
      this.#depth = { view, picture: new DepthPicture(view, scene, profile, noise, rng.fork('depth')) };
    }
    if (rig.laser !== undefined) {
      const view = viewOf(rig.laser);
      const { fan, mount } = rig.laser;
      const picture = new LaserPicture(view, scene, rig.laser, this.#lamps, noise, rng.fork('laser'));
      this.#laser = { view, picture, mount: { ...mount, z_m: fan.z_m, pitchDown_rad: fan.pitchDown_rad } };
    }
    this.#views = views;
  }

  /** Undefined where there is no depth camera. */
  get truth(): CameraTruth | undefined {
    if (this.#depth === undefined) return undefined;
    const { labels, truth_m } = this.#depth.picture;
    return { names: this.#scene.names, labels, depth_m: truth_m };
  }

  open(): void {
    if (this.fault === 'shut') throw new Error('The simulated camera does not open: its fault was asked for');
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
    this.#free.push(...this.#waiting, ...this.#lent);
    this.#waiting = [];
    this.#lent = [];
    this.#last = undefined;
    for (const buffers of this.#free) wipe(buffers);
  }

  poll(now_s: number): readonly CameraFrame[] {
    this.#free.push(...this.#lent);
    const due = this.#waiting.filter(({ stamp_s }) => stamp_s <= now_s + 1e-9);
    this.#waiting = this.#waiting.filter(({ stamp_s }) => stamp_s > now_s + 1e-9);
    this.#lent = due;
    return due.flatMap((buffers) => this.#framesOf(buffers));
  }

  /** The clock was set: what waits has stamps of the old one, and is lost. */
  restart(): void {
    this.#free.push(...this.#waiting);
    this.#waiting = [];
  }

  /** Called after each time step of the body. Exposes what is due at it. */
  step(
    step: number,
    loose: Parameters<CameraScene['update']>[0],
    looseVersion: number,
    moment: () => BodyMoment,
  ): void {
    if (!this.isOpen || step % this.#every !== 0 || this.fault === 'silent') return;
    if (this.fault === 'dropping' && this.#rng.uniform() < DROPPED) return;
    this.#scene.update(loose, looseVersion);
    this.#expose(moment());
  }

  #expose(moment: BodyMoment): void {
    const buffers = this.#take();
    buffers.stamp_s = moment.stamp_s;
    if (this.fault === 'frozen') {
      this.#freeze(buffers);
      return;
    }
    const { T_world_base, tilt } = moment;
    this.#lamps.lookFrom(T_world_base.x, T_world_base.y);
    const eye = (mount: CameraModel['mount']): Eye => eyeOf(mount, T_world_base, tilt, this.#mountError);
    for (const view of this.#views) view.render(this.#scene, eye(view.lens.model.mount));
    if (this.#color !== undefined && buffers.color !== undefined) {
      const { picture, view } = this.#color;
      picture.isDark = this.fault === 'dark';
      buffers.colorExposure_s = picture.exposure_s;
      picture.expose(motionOf(view.eye, moment), buffers.color);
    }
    if (buffers.depth !== undefined) this.#depth?.picture.measure(buffers.depth);
    if (this.#laser !== undefined && buffers.laser !== undefined) {
      this.#laser.picture.isDark = this.fault === 'dark';
      this.#laser.picture.expose(eye(this.#laser.mount), buffers.laser);
    }
    this.#last = buffers;
    this.#waiting.push(buffers);
  }

  /** The same as the last one that was drawn: since then nobody has written there. */
  #freeze(buffers: Buffers): void {
    const last = this.#last;
    if (last === undefined) {
      this.#free.push(buffers);
      return;
    }
    if (last.color !== undefined) buffers.color?.set(last.color);
    if (last.depth !== undefined) buffers.depth?.set(last.depth);
    if (last.laser !== undefined) buffers.laser?.set(last.laser);
    buffers.colorExposure_s = last.colorExposure_s;
    this.#waiting.push(buffers);
  }

  #take(): Buffers {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#waiting.length >= MOST_WAITING) return this.#waiting.shift() as Buffers;
    const pixels = (model: CameraModel | undefined): number =>
      model === undefined ? 0 : model.width_px * model.height_px;
    const { color, depth, laser } = this.rig;
    return {
      ...(color === undefined ? {} : { color: new Uint8Array(3 * pixels(color)) }),
      ...(depth === undefined ? {} : { depth: new Float32Array(pixels(depth)) }),
      ...(laser === undefined ? {} : { laser: new Uint8Array(pixels(laser)) }),
      stamp_s: 0,
      colorExposure_s: 0,
    };
  }

  #framesOf({ color, depth, laser, stamp_s, colorExposure_s }: Buffers): CameraFrame[] {
    const frames: CameraFrame[] = [];
    if (color !== undefined) frames.push({ kind: 'color', stamp_s, exposure_s: colorExposure_s, data: color });
    if (depth !== undefined) frames.push({ kind: 'depth', stamp_s, data: depth });
    if (laser !== undefined && this.#laser !== undefined)
      frames.push({ kind: 'laser', stamp_s, exposure_s: this.#laser.picture.exposure_s, data: laser });
    return frames;
  }
}

function wipe({ color, depth, laser }: Buffers): void {
  color?.fill(0);
  depth?.fill(Number.NaN);
  laser?.fill(0);
}

/** Speed of the camera in its own frame: the body's, and what its turning adds out where the camera is. */
function motionOf({ x, y, right, down, ahead }: Eye, { T_world_base, v_mps, w_radps }: BodyMoment): CameraMotion {
  const vx = v_mps * cos(T_world_base.theta) - w_radps * (y - T_world_base.y);
  const vy = v_mps * sin(T_world_base.theta) + w_radps * (x - T_world_base.x);
  const along = (axis: Eye['right']): number => vx * axis[0] + vy * axis[1];
  return {
    v: [along(right), along(down), along(ahead)],
    w: [w_radps * right[2], w_radps * down[2], w_radps * ahead[2]],
  };
}
