import type { CameraDevice, CameraFrame, CameraModel, CameraRig } from '@homebound/robot';
import {
  blankPicture,
  type Picture,
  type PictureKind,
  type PictureReader,
  pictureOffers,
} from '../pictures/pictureReader.ts';
import { negotiate } from './negotiate.ts';
import { reasonNotToOpen } from './reasonNotToOpen.ts';
import { shareMemory } from './shareMemory.ts';
import { bufferBytes, calls, type FilledBuffer, readBuffer, typeBytes } from './videoAbi.ts';
import { VideoError, type VideoSystem } from './videoSystem.ts';

export interface V4l2Options {
  /** As `/dev/video0`. */
  readonly path: string;
  /** One camera: what its pictures measure. A device gives one kind of picture. */
  readonly rig: CameraRig;
  readonly system: VideoSystem;
  /** Stamp that a moment of CLOCK_MONOTONIC has, s. */
  readonly stampOf: (monotonic_s: number) => number;
  /** CLOCK_MONOTONIC now, for drivers that stamp with another clock. */
  readonly monotonic_s: () => number;
  /** Pictures that come faster are not looked at. */
  readonly rate_hz?: number;
  /** Of a step of depth; most cameras count mm. */
  readonly depthUnit_m?: number;
  /** Lamps flicker with it; absent: as the camera finds. */
  readonly mains_hz?: 50 | 60;
}

const RATE_HZ = 10;
const DEPTH_UNIT_M = 0.001;
/** A picture is taken when it comes after this share of the period: rates of camera and eye need not divide. */
const SOONEST = 0.75;
/** So many in a row that cannot be read are told. */
const UNREADABLE = 10;
/** More that are missing at once are none: the driver has begun to count anew. */
const MOST_LOST = 10_000;
/** Pictures of our own. */
const BUFFERS = 4;
/** An open device: its descriptor and the memory that its driver shares. */
interface Capture {
  readonly fd: number;
  readonly reader: PictureReader;
  readonly memory: readonly Uint8Array[];
}

/**
 * A camera of Linux' video interface, with memory that the driver shares. The device is open, by its descriptor, exactly while `isOpen`
 * says so. One that is pulled out is shut, and gives no more pictures.
 */
export class V4l2Camera implements CameraDevice {
  readonly rig: CameraRig;
  readonly #options: V4l2Options;
  readonly #kind: PictureKind;
  readonly #model: CameraModel;
  #capture: Capture | undefined;
  /** Pictures of our own, unpacked: the driver has its memory back at once. */
  readonly #pictures: readonly Picture[];
  #free: Picture[] = [];
  /** Not asked for yet, as they may be later than who polls; oldest first. */
  #waiting: { readonly picture: Picture; readonly stamp_s: number }[] = [];
  #lent: Picture[] = [];
  #taken_s = Number.NEGATIVE_INFINITY;
  /** Of the last buffer, as the driver counts; undefined: before the first. */
  #sequence: number | undefined;
  /** Undefined: the driver does not count. */
  #lost: number | undefined;
  /** In a row, and why the last one. */
  #broken = 0;
  #why = '';

  /** Throws RangeError for a rig of none or several cameras. */
  constructor(options: V4l2Options) {
    const kinds = (Object.keys(pictureOffers) as PictureKind[]).filter((kind) => options.rig[kind] !== undefined);
    if (kinds.length !== 1)
      throw new RangeError(
        `Cannot use ${options.path}: its rig must be of one camera, got ${kinds.join(', ') || 'none'}`,
      );
    this.rig = options.rig;
    this.#options = options;
    this.#kind = kinds[0];
    this.#model = options.rig[kinds[0]] as CameraModel;
    const pixels = this.#model.width_px * this.#model.height_px;
    this.#pictures = Array.from({ length: BUFFERS }, () => blankPicture(this.#kind, pixels));
  }

  get isOpen(): boolean {
    return this.#capture !== undefined;
  }

  get unreadable(): string {
    return this.#broken < UNREADABLE ? '' : `The camera's pictures cannot be read: ${this.#why}`;
  }

  /** By the driver's count; what is thrown away because it comes too often is not lost. Undefined for a driver that does not count. */
  get lost(): number | undefined {
    return this.#lost;
  }

  open(): void {
    if (this.isOpen) return;
    const { path, system } = this.#options;
    let fd: number | undefined;
    const memory: Uint8Array[] = [];
    try {
      fd = system.open(path);
      const reader = this.#ask(fd);
      shareMemory(fd, system, memory);
      system.ioctl(fd, calls.STREAMON, typeBytes());
      this.#capture = { fd, reader, memory };
      this.#free = [...this.#pictures];
      this.#taken_s = Number.NEGATIVE_INFINITY;
      this.#sequence = undefined;
      this.#lost = 0;
      this.#broken = 0;
    } catch (error) {
      for (const each of memory) system.unmap(each);
      if (fd !== undefined) system.close(fd);
      throw reasonNotToOpen(path, error);
    }
  }

  close(): void {
    const capture = this.#capture;
    if (capture === undefined) return;
    const { system } = this.#options;
    this.#capture = undefined;
    this.#waiting = [];
    this.#lent = [];
    for (const picture of this.#pictures) picture.fill(0);
    capture.reader.wipe();
    // Whatever fails here, the descriptor is closed: the device may be gone.
    try {
      system.ioctl(capture.fd, calls.STREAMOFF, typeBytes());
    } catch {}
    for (const memory of capture.memory) system.unmap(memory);
    system.close(capture.fd);
  }

  poll(now_s: number): readonly CameraFrame[] {
    if (this.#capture === undefined) return [];
    try {
      this.#free.push(...this.#lent.splice(0));
      this.#take(this.#capture);
    } catch (error) {
      // Pulled out: the mind is told by a camera that is shut, and its lamp goes out.
      this.close();
      if (error instanceof VideoError && error.code === 'ENODEV') return [];
      throw error;
    }
    const due = this.#waiting.filter(({ stamp_s }) => stamp_s <= now_s);
    this.#waiting = this.#waiting.filter(({ stamp_s }) => stamp_s > now_s);
    this.#lent = due.map(({ picture }) => picture);
    return due.map(({ picture, stamp_s }) => this.#frame(picture, stamp_s));
  }

  #ask(fd: number): PictureReader {
    const { rate_hz = RATE_HZ, depthUnit_m = DEPTH_UNIT_M } = this.#options;
    const { width_px: width, height_px: height } = this.#model;
    return negotiate(fd, { ...this.#options, kind: this.#kind, width, height, rate_hz, depthUnit_m });
  }

  #take(capture: Capture): void {
    const { system, stampOf, monotonic_s } = this.#options;
    // No more than there are: a driver that is faster than we must not hold us.
    for (let k = 0; k < capture.memory.length; k++) {
      const bytes = bufferBytes(0);
      try {
        system.ioctl(capture.fd, calls.DQBUF, bytes);
      } catch (error) {
        if (error instanceof VideoError && error.code === 'EAGAIN') return;
        throw error;
      }
      const buffer = readBuffer(bytes);
      this.#count(buffer);
      this.#keep(capture, buffer, stampOf(buffer.monotonic_s ?? monotonic_s()));
      system.ioctl(capture.fd, calls.QBUF, bufferBytes(buffer.index));
    }
  }

  /** Drivers count what they expose, and what they have no buffer for. */
  #count({ sequence }: FilledBuffer): void {
    const step = this.#sequence === undefined ? 1 : (sequence - this.#sequence) >>> 0;
    this.#sequence = sequence;
    if (step === 0) this.#lost = undefined;
    else if (step < MOST_LOST) this.#lose(step - 1);
  }

  #lose(pictures: number): void {
    if (this.#lost !== undefined) this.#lost += pictures;
  }

  #keep(capture: Capture, buffer: FilledBuffer, stamp_s: number): void {
    const since_s = stamp_s - this.#taken_s;
    if (since_s >= 0 && since_s < SOONEST / (this.#options.rate_hz ?? RATE_HZ)) return;
    // Who polls seldom gets the newest ones.
    if (this.#free.length === 0) this.#lose(1);
    const picture = this.#free.pop() ?? this.#waiting.shift()?.picture;
    if (picture === undefined) return;
    if (this.#read(capture, buffer, picture)) {
      this.#waiting.push({ picture, stamp_s });
      this.#taken_s = stamp_s;
    } else {
      this.#free.push(picture);
      this.#lose(1);
    }
  }

  /** @returns false for a picture that the driver says is broken, or that cannot be read: USB loses some */
  #read({ memory, reader }: Capture, { index, used_bytes, isBroken }: FilledBuffer, picture: Picture): boolean {
    const packed = memory[index].subarray(0, used_bytes);
    const why = isBroken ? 'the driver says that they are damaged' : reader.read(picture, packed);
    this.#broken = why === undefined ? 0 : this.#broken + 1;
    this.#why = why ?? '';
    return why === undefined;
  }

  #frame(data: Picture, stamp_s: number): CameraFrame {
    if (data instanceof Float32Array) return { kind: 'depth', stamp_s, data };
    return { kind: this.#kind === 'laser' ? 'laser' : 'color', stamp_s, exposure_s: 0, data };
  }
}
