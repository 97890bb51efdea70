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
import { type BodyAt, lookedAt } from '@homebound/vision';
import { BodyTrack } from './bodyTrack.ts';
import type { FloorSight } from './floorSight.ts';
import { FrameWatch } from './frameWatch.ts';
import { Spell } from './spell.ts';

export interface LocalEyeOptions {
  /** A clock that measures what a look costs; absent, every picture is looked at: a run that is to be repeated to the bit has no such clock. */
  readonly clock_s?: () => number;
  /** Share of one core that looks may take; with more each, fewer are taken. */
  readonly share?: number;
}

const SHARE = 0.3;
/** Pictures are taken this late, so that the odometry of their time is there, s. */
const LATE_S = 0.04;
/** Pictures of so long a time that nobody knows the place of are told, s. */
const NOWHERE_S = 1;
/** And pictures of so long a time in which the floor is not where it could be, s. */
const REFUSED_S = 2;
/** Weight of the newest look in mean cost and rate. */
const NEWEST = 0.1;

/** A camera and what finds the floor in its pictures, in this process. No picture outlasts the poll that took it, but what a sight keeps until `forget`. */
export class LocalEye implements FloorEye {
  readonly rig: CameraRig;
  readonly #device: CameraDevice;
  readonly #sight: FloorSight;
  readonly #options: LocalEyeOptions;
  readonly #body = new BodyTrack();
  #watch = new FrameWatch(0);
  #frames: readonly CameraFrame[] = [];
  #now_s = 0;
  #looks = 0;
  #refused = 0;
  #cost_s = 0;
  #period_s = Number.POSITIVE_INFINITY;
  #looked_s = Number.NEGATIVE_INFINITY;
  #mayKeep = false;
  /** Pictures that could not be placed, and such in which the floor was not found. */
  #nowhere = new Spell();
  #lost = new Spell();

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
      refused: this.#refused,
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
    this.#refused = 0;
    this.#period_s = Number.POSITIVE_INFINITY;
    this.#looked_s = Number.NEGATIVE_INFINITY;
    this.#nowhere = new Spell();
    this.#lost = new Spell();
  }

  close(): void {
    this.#frames = [];
    this.crops?.want([]);
    this.#device.close();
    this.#forget();
  }

  poll(now_s: number, { odometry, imu }: EyeMotion): readonly FloorRecord[] {
    this.#now_s = now_s;
    for (const { stamp_s, T_odom_base } of odometry) this.#body.moved(stamp_s, T_odom_base);
    for (const record of imu) this.#body.turned(record);
    this.#frames = this.isOpen ? this.#device.poll(now_s - LATE_S) : [];
    // A device may shut by itself.
    if (this.isOpen) this.#mayKeep = true;
    else if (this.#mayKeep) this.#forget();
    const seen: FloorRecord[] = [];
    for (const frame of this.#frames) {
      const body = this.#body.at(frame.stamp_s);
      // Heard first: a picture that belongs nowhere was given all the same.
      const isNew = this.#watch.isNew(frame, body?.T_odom_base);
      this.#nowhere.tell(body === undefined, frame.stamp_s);
      if (body === undefined || !isNew || !this.#isDue(frame.stamp_s)) continue;
      const record = this.#look(frame, body);
      if (record !== undefined) seen.push(record);
    }
    return seen;
  }

  #fault(): string {
    const wrong = this.#device.unreadable || this.#watch.fault(this.#now_s);
    if (wrong) return wrong;
    if (this.#nowhere.lasted_s >= NOWHERE_S)
      return 'Where the camera was when it saw something is not known: there is no odometry of that time.';
    return this.#lost.lasted_s >= REFUSED_S
      ? 'The camera does not find the floor where it should be: is the robot lifted, or the camera bent?'
      : '';
  }

  #forget(): void {
    this.#sight.forget?.();
    this.#mayKeep = false;
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
    // In a rig's other pictures nobody looks for the floor.
    if (frame.kind !== lookedAt(this.rig)) return record;
    if (record === undefined) this.#refused++;
    else this.#looks++;
    this.#lost.tell(record === undefined, frame.stamp_s);
    return record;
  }
}
