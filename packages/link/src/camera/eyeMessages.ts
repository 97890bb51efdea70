import type {
  CameraModel,
  CameraRig,
  DepthNoise,
  EyeHealth,
  EyeMotion,
  FloorRecord,
  ImuRecord,
  SeenThing,
} from '@homebound/robot';
import { floorKinds } from '@homebound/robot';
import type { Message } from '../frames.ts';
import { LinkError } from '../linkError.ts';
import type { BodyClock } from '../motor/bodyClock.ts';

/**
 * What passes between the mind and the process with the camera. There is no kind of message that holds a whole picture: what the mind's reader
 * takes is a look at the floor, of at most `MOST_CELLS` cells and `MOST_THINGS` named things, how the device is, and crops (cropMessages.ts).
 */

/** Goes up when a message changes its meaning. */
const PROTOCOL = 2;
/** A look: 1.2 by 1.2 m in cells of 1 cm is 14,400. */
const MOST_CELLS = 40_000;
const MOST_THINGS = 64;
const MOST_SIDE = 1000;
const MOST_PIXELS = 4096;
/** Samples of a motion: a second at 50 Hz. A mind that was held up leaves out what is older. */
export const MOST_SAMPLES = 100;
const ODOMETRY = 4;
const IMU = 7;

/** What the mind asks of the eye, each time that it looks for something new. */
export interface LookRequest {
  /** Counts the looks that were asked for on this link. */
  readonly asked: number;
  readonly mayOpen: boolean;
  /** The graph's clock, against the machine's. */
  readonly clock: BodyClock;
  readonly motion: EyeMotion;
}

export interface EyeState {
  /** Of the newest look that was asked for; 0 before there was one. */
  readonly asked: number;
  readonly isOpen: boolean;
  readonly health: EyeHealth;
}

export function refuse(what: string, wish: string, got: unknown): never {
  throw new LinkError('refused', `Cannot take ${what}: needs ${wish}, got ${String(JSON.stringify(got)).slice(0, 40)}`);
}

export function part(held: unknown, what: string): Record<string, unknown> {
  if (typeof held !== 'object' || held === null || Array.isArray(held)) refuse(what, 'an object', held);
  return held as Record<string, unknown>;
}

export function number(
  held: unknown,
  what: string,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
): number {
  if (typeof held !== 'number' || !Number.isFinite(held) || held < least || held > most)
    refuse(what, `a number from ${least} to ${most}`, held);
  return held;
}

export function whole(held: unknown, what: string, least: number, most: number): number {
  const value = number(held, what, least, most);
  if (!Number.isInteger(value)) refuse(what, 'a whole number', held);
  return value;
}

function flag(held: unknown, what: string): boolean {
  if (typeof held !== 'boolean') refuse(what, 'true or false', held);
  return held;
}

export function words(held: unknown, what: string, most: number): string {
  if (typeof held !== 'string' || held.length > most || /\p{C}/u.test(held))
    refuse(what, `at most ${most} letters`, held);
  return held;
}

export function kindIs(message: Message, kind: string): void {
  if (message.head.kind !== kind) refuse('message', `kind ${kind}`, message.head.kind);
}

export interface EyeHello {
  readonly rig: CameraRig;
  /** A detector that has a word for people looks at each picture. */
  readonly tellsPeople: boolean;
}

export function helloMessage({ rig, tellsPeople }: EyeHello): object {
  return { kind: 'hello', protocol: PROTOCOL, rig, tellsPeople };
}

/** Throws LinkError `refused`, with what is wrong by its name. */
export function readHello(message: Message): EyeHello {
  kindIs(message, 'hello');
  if (message.head.protocol !== PROTOCOL)
    throw new LinkError(
      'refused',
      `Cannot greet camera: it speaks protocol ${message.head.protocol}, this is ${PROTOCOL}`,
    );
  return { rig: readRig(message.head.rig), tellsPeople: flag(message.head.tellsPeople, 'tellsPeople') };
}

/** Throws LinkError `refused`. */
export function readRig(held: unknown): CameraRig {
  const { color, depth, laser } = part(held, 'rig');
  return {
    ...(color !== undefined && { color: readModel(color, 'color') }),
    ...(depth !== undefined && { depth: { ...readModel(depth, 'depth'), ...readNoise(part(depth, 'depth').noise) } }),
    ...(laser !== undefined && { laser: { ...readModel(laser, 'laser'), fan: readFan(part(laser, 'laser').fan) } }),
  };
}

/** Of a depth sensor; absent where it says nothing of it. */
function readNoise(held: unknown): { noise?: DepthNoise } {
  if (held === undefined) return {};
  const { base_m, growth_pm } = part(held, 'depth.noise');
  const [base, growth] = [
    number(base_m, 'depth.noise.base_m', 1e-5, 1),
    number(growth_pm, 'depth.noise.growth_pm', 0, 1),
  ];
  return { noise: { base_m: base, growth_pm: growth } };
}

function readFan(held: unknown): { z_m: number; pitchDown_rad: number } {
  const { z_m, pitchDown_rad } = part(held, 'fan');
  return { z_m: number(z_m, 'fan.z_m'), pitchDown_rad: number(pitchDown_rad, 'fan.pitchDown_rad') };
}

function readModel(held: unknown, what: string): CameraModel {
  const m = part(held, what);
  const mount = part(m.mount, `${what}.mount`);
  const distortion = m.distortion;
  if (!Array.isArray(distortion) || distortion.length !== 5) refuse(`${what}.distortion`, 'five numbers', distortion);
  const of = (name: string): number => number(m[name], `${what}.${name}`, 0, 1e5);
  const at = (name: string): number => number(mount[name], `${what}.mount.${name}`, -10, 10);
  return {
    width_px: whole(m.width_px, `${what}.width_px`, 1, MOST_PIXELS),
    height_px: whole(m.height_px, `${what}.height_px`, 1, MOST_PIXELS),
    fx_px: of('fx_px'),
    fy_px: of('fy_px'),
    cx_px: of('cx_px'),
    cy_px: of('cy_px'),
    distortion: (distortion as unknown[]).map((k) =>
      number(k, `${what}.distortion`),
    ) as unknown as CameraModel['distortion'],
    mount: { x_m: at('x_m'), y_m: at('y_m'), z_m: at('z_m'), pitchDown_rad: at('pitchDown_rad') },
  };
}

export function lookMessage({ asked, mayOpen, clock, motion }: LookRequest): { head: object; bytes: Uint8Array } {
  const odometry = motion.odometry.slice(-MOST_SAMPLES);
  const imu = motion.imu.slice(-MOST_SAMPLES);
  const values = new Float64Array(odometry.length * ODOMETRY + imu.length * IMU);
  let at = 0;
  for (const { stamp_s, T_odom_base: T } of odometry) {
    values.set([stamp_s, T.x, T.y, T.theta], at);
    at += ODOMETRY;
  }
  for (const r of imu) {
    values.set([r.stamp_s, r.wx_radps, r.wy_radps, r.wz_radps, r.ax_mps2, r.ay_mps2, r.az_mps2], at);
    at += IMU;
  }
  const head = { kind: 'look', asked, mayOpen, clock, odometry: odometry.length, imu: imu.length };
  return { head, bytes: new Uint8Array(values.buffer) };
}

/** Throws LinkError `refused`. */
export function readLook(message: Message): LookRequest {
  kindIs(message, 'look');
  const { head, bytes } = message;
  const clock = part(head.clock, 'clock');
  const odometry = whole(head.odometry, 'odometry', 0, MOST_SAMPLES);
  const imu = whole(head.imu, 'imu', 0, MOST_SAMPLES);
  if (bytes.length !== 8 * (odometry * ODOMETRY + imu * IMU))
    refuse('look', 'as many samples as it tells', bytes.length);
  const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const after = odometry * ODOMETRY;
  return {
    asked: whole(head.asked, 'asked', 0, Number.MAX_SAFE_INTEGER),
    mayOpen: flag(head.mayOpen, 'mayOpen'),
    clock: {
      stamp_s: number(clock.stamp_s, 'clock.stamp_s'),
      monotonic_s: number(clock.monotonic_s, 'clock.monotonic_s'),
      rate: number(clock.rate, 'clock.rate', 0.01, 100),
    },
    motion: {
      odometry: Array.from({ length: odometry }, (_, k) => {
        const [stamp_s, x, y, theta] = values.subarray(k * ODOMETRY, (k + 1) * ODOMETRY);
        return { stamp_s, T_odom_base: { x, y, theta } };
      }),
      imu: Array.from({ length: imu }, (_, k): ImuRecord => {
        const [stamp_s, wx_radps, wy_radps, wz_radps, ax_mps2, ay_mps2, az_mps2] = values.subarray(after + k * IMU);
        return { kind: 'imu', stamp_s, wx_radps, wy_radps, wz_radps, ax_mps2, ay_mps2, az_mps2 };
      }),
    },
  };
}

export function stateMessage({ asked, isOpen, health }: EyeState): object {
  return { kind: 'state', asked, isOpen, ...health };
}

/** Throws LinkError `refused`. */
export function readState({ head }: Message): EyeState {
  const count = (name: 'asked' | 'looks' | 'refused' | 'frozen' | 'dropped'): number =>
    whole(head[name], name, 0, Number.MAX_SAFE_INTEGER);
  return {
    asked: count('asked'),
    isOpen: flag(head.isOpen, 'isOpen'),
    health: {
      looks: count('looks'),
      refused: count('refused'),
      frozen: count('frozen'),
      dropped: count('dropped'),
      fault: words(head.fault, 'fault', 200),
      looks_hz: number(head.looks_hz, 'looks_hz', 0, 1000),
      cost_s: number(head.cost_s, 'cost_s', 0, 1000),
    },
  };
}

export function floorMessage(record: FloorRecord): { head: object; bytes: Uint8Array } {
  const { stamp_s, resolution_m, width, height, originX_m, originY_m, kinds, heights_mm, things } = record;
  const cells = width * height;
  const bytes = new Uint8Array(3 * cells);
  new Int16Array(bytes.buffer, 0, cells).set(heights_mm);
  bytes.set(kinds, 2 * cells);
  return { head: { kind: 'floor', stamp_s, resolution_m, width, height, originX_m, originY_m, things }, bytes };
}

/** Throws LinkError `refused`. */
export function readFloor({ head, bytes }: Message): FloorRecord {
  const width = whole(head.width, 'width', 1, MOST_SIDE);
  const height = whole(head.height, 'height', 1, MOST_SIDE);
  const cells = width * height;
  if (cells > MOST_CELLS || bytes.length !== 3 * cells)
    refuse('floor', `${cells} cells, at most ${MOST_CELLS}`, bytes.length);
  const kinds = bytes.slice(2 * cells);
  if (kinds.some((kind) => kind >= floorKinds.length)) refuse('floor', 'kinds that there are', Math.max(...kinds));
  const { things } = head;
  if (!Array.isArray(things) || things.length > MOST_THINGS) refuse('things', `at most ${MOST_THINGS}`, things);
  return {
    kind: 'floor',
    stamp_s: number(head.stamp_s, 'stamp_s'),
    resolution_m: number(head.resolution_m, 'resolution_m', 0.001, 1),
    width,
    height,
    originX_m: number(head.originX_m, 'originX_m', -100, 100),
    originY_m: number(head.originY_m, 'originY_m', -100, 100),
    kinds,
    heights_mm: new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 2 * cells)),
    things: (things as unknown[]).map(readThing),
  };
}

function readThing(held: unknown): SeenThing {
  const thing = part(held, 'thing');
  const of = (name: string, least = -100, most = 100): number => number(thing[name], `thing.${name}`, least, most);
  return {
    label: words(thing.label, 'thing.label', 40),
    score: of('score', 0, 1),
    x_m: of('x_m'),
    y_m: of('y_m'),
    radius_m: of('radius_m', 0),
    height_m: of('height_m', 0),
    deviation_m: of('deviation_m', 0),
  };
}
