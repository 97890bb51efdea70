import { PoseBuffer } from '@homebound/math';
import type {
  CameraDevice,
  CameraFrame,
  CameraRig,
  CropSource,
  EyeHealth,
  EyeMotion,
  FloorEye,
  FloorRecord,
} from '@homebound/robot';
import type { BodyAt } from '@homebound/vision';
import type { FloorSight } from './floorSight.ts';
import { FrameWatch } from './frameWatch.ts';
import { TiltFilter } from './tiltFilter.ts';

export interface LocalEyeOptions {
  /** A clock that measures what a look costs; absent, every picture is looked at: a run that is to be repeated to the bit has no such clock. */
  readonly clock_s?: () => number;
  /** Share of one core that looks may take; with more each, fewer are taken. */
  readonly share?: number;
}

const SHARE = 0.3;
/** Pictures are taken this late, so that the odometry of their time is there, s. */
const LATE_S = 0.04;
/** How far the body's last motion is believed beyond its newest pose, s. */
const AHEAD_S = 0.1;
/** Odometry that is kept, s. */
const KEEP_S = 2;
/** Pictures of so long a time that nobody knows the place of are told, s. */
const NOWHERE_S = 1;
/** Weight of the newest look in mean cost and rate. */
const NEWEST = 0.1;

/** A camera and what finds the floor in its pictures, in this process. No picture outlasts the poll that took it, but what a sight keeps until `forget`. */
export class LocalEye implements FloorEye {
  readonly rig: CameraRig;
  readonly #device: CameraDevice;
  readonly #sight: FloorSight;
  readonly #options: LocalEyeOptions;
  readonly #odometry = new PoseBuffer(KEEP_S);
  readonly #tilt = new TiltFilter();
  #watch = new FrameWatch(0);
  #frames: readonly CameraFrame[] = [];
  #now_s = 0;
  #looks = 0;
  #cost_s = 0;
  #period_s = Number.POSITIVE_INFINITY;
  #looked_s = Number.NEGATIVE_INFINITY;
  #mayKeep = false;
  /** Stamps of the first picture in a row that could not be placed, and of the last. */
  #nowhere: { readonly from_s: number; readonly to_s: number } | undefined;

  constructor(device: CameraDevice, sightOf: (rig: CameraRig) => FloorSight, options: LocalEyeOptions = {}) {
    const { share = SHARE } = options;
    if (!(share > 0 && share <= 1)) throw new RangeError(`Cannot build eye: share must be in (0, 1], got ${share}`);
    this.rig = device.rig;
    this.#device = device;
    this.#sight = sightOf(device.rig);
    this.#options = { ...options, share };
  }

  get isOpen(): boolean {
    return this.#device.isOpen;
  }

  get crops(): CropSource | undefined {
    return this.#sight.crops;
  }

  get frames(): readonly CameraFrame[] {
    return this.#frames;
  }

  get health(): EyeHealth {
    const { frozen, dropped } = this.#watch;
    return {
      looks: this.#looks,
      frozen,
      dropped: this.#device.lost ?? dropped,
      fault: this.isOpen ? this.#fault() : '',
      looks_hz: Number.isFinite(this.#period_s) && this.isOpen ? 1 / this.#period_s : 0,
      cost_s: this.#cost_s,
    };
  }

  open(): void {
    if (this.isOpen) return;
    this.#device.open();
    this.#watch = new FrameWatch(this.#now_s);
    this.#looks = 0;
    this.#period_s = Number.POSITIVE_INFINITY;
    this.#looked_s = Number.NEGATIVE_INFINITY;
    this.#nowhere = undefined;
  }

  close(): void {
    this.#frames = [];
    this.crops?.want([]);
    this.#device.close();
    this.#forget();
  }

  poll(now_s: number, { odometry, imu }: EyeMotion): readonly FloorRecord[] {
    this.#now_s = now_s;
    for (const { stamp_s, T_odom_base } of odometry) this.#odometry.add(stamp_s, T_odom_base);
    for (const record of imu) this.#tilt.add(record);
    this.#frames = this.isOpen ? this.#device.poll(now_s - LATE_S) : [];
    // A device may shut by itself.
    if (this.isOpen) this.#mayKeep = true;
    else if (this.#mayKeep) this.#forget();
    const seen: FloorRecord[] = [];
    for (const frame of this.#frames) {
      const body = this.#bodyAt(frame.stamp_s);
      // Heard first: a picture that belongs nowhere was given all the same.
      const isNew = this.#watch.isNew(frame, body?.T_odom_base);
      this.#nowhere =
        body === undefined ? { from_s: this.#nowhere?.from_s ?? frame.stamp_s, to_s: frame.stamp_s } : undefined;
      if (body === undefined || !isNew || !this.#isDue(frame.stamp_s)) continue;
      const record = this.#look(frame, body);
      if (record !== undefined) seen.push(record);
    }
    return seen;
  }

  #fault(): string {
    const { from_s, to_s } = this.#nowhere ?? { from_s: 0, to_s: 0 };
    const nowhere = 'Where the camera was when it saw something is not known: there is no odometry of that time.';
    return this.#device.unreadable || this.#watch.fault(this.#now_s) || (to_s - from_s >= NOWHERE_S ? nowhere : '');
  }

  #forget(): void {
    this.#sight.forget?.();
    this.#mayKeep = false;
  }

  #bodyAt(stamp_s: number): BodyAt | undefined {
    const T_odom_base = this.#odometry.at(stamp_s, AHEAD_S);
    return T_odom_base && { T_odom_base, tilt: this.#tilt.at(stamp_s) };
  }

  /** Pictures of one moment belong together: all of them or none. */
  #isDue(stamp_s: number): boolean {
    const { share = SHARE } = this.#options;
    return stamp_s === this.#looked_s || stamp_s - this.#looked_s >= this.#cost_s / share - 1e-6;
  }

  #look(frame: CameraFrame, body: BodyAt): FloorRecord | undefined {
    const { clock_s } = this.#options;
    const from_s = clock_s?.() ?? 0;
    const record = this.#sight.look(frame, body);
    if (clock_s !== undefined) this.#cost_s += (this.#looks === 0 ? 1 : NEWEST) * (clock_s() - from_s - this.#cost_s);
    const period_s = frame.stamp_s - this.#looked_s;
    if (period_s > 0 && Number.isFinite(period_s))
      this.#period_s = Number.isFinite(this.#period_s)
        ? this.#period_s + NEWEST * (period_s - this.#period_s)
        : period_s;
    this.#looked_s = frame.stamp_s;
    this.#looks++;
    return record;
  }
}
