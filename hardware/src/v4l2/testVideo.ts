import { calls, fourcc, SIZES } from './videoAbi.ts';
import { VideoError, type VideoSystem } from './videoSystem.ts';

const names = new Map(Object.entries(calls).map(([name, code]) => [code, name]));

/** A driver for tests, as the kernel's behave: buffers go round, a format that it has not becomes one that it has. */
export class TestVideo implements VideoSystem {
  /** How it goes wrong: by call, the name of the error; `open` too. */
  fails: Readonly<Record<string, string>> = {};
  /** What it has; asked for anything else it gives the first. */
  formats = [{ width: 4, height: 2, fourcc: fourcc('Z16 '), stride: 12, size: 24 }];
  format = this.formats[0];
  /** What it was set to, by the number of the control; rate in Hz. */
  readonly set = new Map<number, number>();
  rate_hz = 0;
  isOpen = false;
  isStreaming = false;
  flags = 0x2000;
  /** Of the next picture; a driver that does not count: `sequenceStep` 0. */
  sequence = 7;
  sequenceStep = 1;
  mapped = 0;
  readonly log: string[] = [];
  readonly memory: Uint8Array[] = [];
  #queued: number[] = [];
  #filled: { readonly index: number; readonly used: number; readonly stamp_s: number; readonly sequence: number }[] =
    [];

  /** A picture comes in. @returns false when the driver has no buffer for it */
  expose(bytes: Uint8Array, stamp_s: number): boolean {
    const sequence = this.sequence;
    this.sequence = (sequence + this.sequenceStep) >>> 0;
    const index = this.#queued.shift();
    if (index === undefined) return false;
    this.memory[index].set(bytes);
    this.#filled.push({ index, used: bytes.length, stamp_s, sequence });
    return true;
  }

  open(): number {
    this.#fail('open');
    this.isOpen = true;
    return 7;
  }

  close(): void {
    this.isOpen = false;
    this.isStreaming = false;
  }

  map(_fd: number, length: number): Uint8Array {
    this.#fail('map');
    this.mapped++;
    const memory = new Uint8Array(length);
    this.memory.push(memory);
    return memory;
  }

  unmap(): void {
    this.mapped--;
  }

  ioctl(_fd: number, call: number, bytes: Uint8Array): void {
    const name = names.get(call) ?? 'unknown';
    this.log.push(name);
    this.#fail(name);
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    switch (name) {
      case 'QUERYCAP':
        if (bytes.length !== SIZES.capability) throw new Error('size');
        bytes.set(new TextEncoder().encode('Test camera'), 16);
        return data.setUint32(84, 0x4000001, true);
      case 'S_FMT': {
        const [wide, high, code] = [8, 12, 16].map((at) => data.getUint32(at, true));
        const isAsked = (f: TestVideo['format']): boolean => f.width === wide && f.height === high && f.fourcc === code;
        this.format = this.formats.find(isAsked) ?? this.formats[0];
        const { width, height, fourcc: format, stride } = this.format;
        for (const [at, value] of [
          [8, width],
          [12, height],
          [16, format],
          [24, stride],
        ])
          data.setUint32(at, value, true);
        return;
      }
      case 'QUERYBUF':
        data.setUint32(64, 4096 * data.getUint32(0, true), true);
        return data.setUint32(72, this.format.size, true);
      case 'S_CTRL':
        this.set.set(data.getUint32(0, true), data.getInt32(4, true));
        return;
      case 'S_PARM':
        this.rate_hz = data.getUint32(16, true) / data.getUint32(12, true);
        return;
      case 'QBUF':
        this.#queued.push(data.getUint32(0, true));
        return;
      case 'DQBUF': {
        const next = this.#filled.shift();
        if (next === undefined) throw new VideoError('EAGAIN', 'nothing yet');
        data.setUint32(0, next.index, true);
        data.setUint32(8, next.used, true);
        data.setUint32(12, this.flags, true);
        data.setUint32(56, next.sequence, true);
        data.setBigInt64(24, BigInt(Math.floor(next.stamp_s)), true);
        return data.setBigInt64(32, BigInt(Math.round((next.stamp_s % 1) * 1e6)), true);
      }
      case 'STREAMON':
        this.isStreaming = true;
        return;
      case 'STREAMOFF':
        this.isStreaming = false;
        return;
    }
  }

  #fail(name: string): void {
    if (this.fails[name] !== undefined) throw new VideoError(this.fails[name], `${name}: ${this.fails[name]}`);
  }
}
