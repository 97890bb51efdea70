import type { CameraDevice, CameraFrame, CameraModel, CameraRig } from '@homebound/robot';
import { brightnessFromGrey, metresFromZ16, rgbFromYuyv } from '../pictures/packed.ts';
import {
  bufferBytes,
  calls,
  type FilledBuffer,
  formatBytes,
  fourcc,
  fourccName,
  type PixelFormat,
  rateBytes,
  readBuffer,
  readCapability,
  readFormat,
  readRequest,
  requestBytes,
  typeBytes,
} from './videoAbi.ts';
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
  readonly rate_hz?: number;
  /** Of a step of depth; most cameras count mm. */
  readonly depthUnit_m?: number;
}

const RATE_HZ = 10;
const DEPTH_UNIT_M = 0.001;
/** Of the driver: one that is filled, one that waits, one that is read. */
const BUFFERS = 4;
/** What each kind of picture is asked for as. */
const formats = { color: 'YUYV', depth: 'Z16 ', laser: 'GREY' } as const;
type Kind = keyof typeof formats;

type Picture = Uint8Array | Float32Array;

/** An open device: its descriptor and the memory that its driver shares. */
interface Capture {
  readonly fd: number;
  readonly format: PixelFormat;
  readonly memory: readonly Uint8Array[];
}

/**
 * A camera of Linux' video interface, with memory that the driver shares. The device is open, by its descriptor, exactly while `isOpen`
 * says so. One that is pulled out is shut, and gives no more pictures.
 */
export class V4l2Camera implements CameraDevice {
  readonly rig: CameraRig;
  readonly #options: V4l2Options;
  readonly #kind: Kind;
  readonly #model: CameraModel;
  #capture: Capture | undefined;
  /** Pictures of our own, unpacked: the driver has its memory back at once. */
  readonly #pictures: readonly Picture[];
  #free: Picture[] = [];
  /** Not asked for yet, as they may be later than who polls; oldest first. */
  #waiting: { readonly picture: Picture; readonly stamp_s: number }[] = [];
  #lent: Picture[] = [];

  /** Throws RangeError for a rig of none or several cameras. */
  constructor(options: V4l2Options) {
    const kinds = (Object.keys(formats) as Kind[]).filter((kind) => options.rig[kind] !== undefined);
    if (kinds.length !== 1)
      throw new RangeError(
        `Cannot use ${options.path}: its rig must be of one camera, got ${kinds.join(', ') || 'none'}`,
      );
    this.rig = options.rig;
    this.#options = options;
    this.#kind = kinds[0];
    this.#model = options.rig[kinds[0]] as CameraModel;
    const pixels = this.#model.width_px * this.#model.height_px;
    this.#pictures = Array.from({ length: BUFFERS }, () =>
      this.#kind === 'depth' ? new Float32Array(pixels) : new Uint8Array(this.#kind === 'color' ? 3 * pixels : pixels),
    );
  }

  get isOpen(): boolean {
    return this.#capture !== undefined;
  }

  open(): void {
    if (this.isOpen) return;
    const { path, system } = this.#options;
    const fd = this.#try(() => system.open(path), reasonsToOpen);
    const memory: Uint8Array[] = [];
    try {
      const format = this.#negotiate(fd);
      this.#share(fd, memory);
      system.ioctl(fd, calls.STREAMON, typeBytes());
      this.#capture = { fd, format, memory };
      this.#free = [...this.#pictures];
    } catch (error) {
      for (const each of memory) system.unmap(each);
      system.close(fd);
      throw error instanceof VideoError && reasonsToOpen[error.code] !== undefined
        ? new Error(`${path}: ${reasonsToOpen[error.code]}`, { cause: error })
        : error;
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
    // Whatever fails here, the descriptor is closed: the device may be gone.
    try {
      system.ioctl(capture.fd, calls.STREAMOFF, typeBytes());
      for (const memory of capture.memory) system.unmap(memory);
    } catch {}
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

  #negotiate(fd: number): PixelFormat {
    const { path, system, rate_hz = RATE_HZ } = this.#options;
    const capability = new Uint8Array(104);
    system.ioctl(fd, calls.QUERYCAP, capability);
    const { card, canStream } = readCapability(capability);
    if (!canStream) throw new Error(`${path} (${card}) is no camera that streams`);
    const { width_px: width, height_px: height } = this.#model;
    const wanted = formats[this.#kind];
    const asked = formatBytes({ width, height, fourcc: fourcc(wanted) });
    system.ioctl(fd, calls.S_FMT, asked);
    // A driver that cannot gives what is nearest, and does not say so.
    const got = readFormat(asked);
    if (got.width !== width || got.height !== height || got.fourcc !== fourcc(wanted))
      throw new Error(
        `${path} (${card}) gives ${got.width} x ${got.height} ${fourccName(got.fourcc)}, and its rig wants ${width} x ${height} ${wanted}`,
      );
    try {
      system.ioctl(fd, calls.S_PARM, rateBytes(rate_hz));
    } catch {
      // Many have one rate alone; pictures that come faster are looked at as there is time.
    }
    return got;
  }

  #share(fd: number, memory: Uint8Array[]): void {
    const { system } = this.#options;
    const request = requestBytes(BUFFERS);
    system.ioctl(fd, calls.REQBUFS, request);
    const count = Math.min(BUFFERS, readRequest(request));
    if (count < 2) throw new Error(`${this.#options.path}: the driver has no memory to share`);
    for (let index = 0; index < count; index++) {
      const buffer = bufferBytes(index);
      system.ioctl(fd, calls.QUERYBUF, buffer);
      const { length, offset } = readBuffer(buffer);
      memory.push(system.map(fd, length, offset));
      system.ioctl(fd, calls.QBUF, bufferBytes(index));
    }
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
      // Who polls seldom gets the newest ones.
      const picture = this.#free.pop() ?? this.#waiting.shift()?.picture;
      if (picture !== undefined && this.#unpack(capture, buffer, picture))
        this.#waiting.push({ picture, stamp_s: stampOf(buffer.monotonic_s ?? monotonic_s()) });
      else if (picture !== undefined) this.#free.push(picture);
      system.ioctl(capture.fd, calls.QBUF, bufferBytes(buffer.index));
    }
  }

  /** @returns false for a picture that the driver says is broken, or that is cut off: USB loses some */
  #unpack({ memory, format }: Capture, { index, used_bytes, isBroken }: FilledBuffer, picture: Picture): boolean {
    if (isBroken) return false;
    const { width, height, stride } = format;
    const packed = memory[index].subarray(0, used_bytes);
    try {
      if (picture instanceof Float32Array)
        metresFromZ16(picture, packed, width, height, stride, this.#options.depthUnit_m ?? DEPTH_UNIT_M);
      else if (this.#kind === 'color') rgbFromYuyv(picture, packed, width, height, stride);
      else brightnessFromGrey(picture, packed, width, height, stride);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  #frame(data: Picture, stamp_s: number): CameraFrame {
    if (data instanceof Float32Array) return { kind: 'depth', stamp_s, data };
    return { kind: this.#kind === 'laser' ? 'laser' : 'color', stamp_s, exposure_s: 0, data };
  }

  #try<T>(act: () => T, reasons: Readonly<Record<string, string>>): T {
    try {
      return act();
    } catch (error) {
      const reason = reasons[(error as VideoError).code];
      throw reason === undefined ? error : new Error(`${this.#options.path}: ${reason}`, { cause: error });
    }
  }
}

/** Why a camera does not open, in words for a person. */
const reasonsToOpen: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such camera; is it plugged in?',
  ENODEV: 'there is no such camera; is it plugged in?',
  ENXIO: 'there is no such camera; is it plugged in?',
  EACCES: 'this user may not use it; the group video may',
  EPERM: 'this user may not use it; the group video may',
  EBUSY: 'another program has it',
  ENOTTY: 'it is no camera',
};
