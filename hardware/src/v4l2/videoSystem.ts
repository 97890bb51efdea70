import { closeSync, constants, openSync } from 'node:fs';
import koffi from 'koffi';

/** What of the system a capture needs; the kernel, or a test. Each throws VideoError with the name of the system's error. */
export interface VideoSystem {
  open(path: string): number;
  close(fd: number): void;
  /** Gives `bytes` to the driver and takes what it makes of them. */
  ioctl(fd: number, call: number, bytes: Uint8Array): void;
  /** Memory that is shared with the driver. */
  map(fd: number, length: number, offset: number): Uint8Array;
  unmap(memory: Uint8Array): void;
}

/** A refusal of the system: `code` by its name, as `ENODEV`. */
export class VideoError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'VideoError';
    this.code = code;
  }
}

const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;

/** The kernel's, by the C library that this process runs with. Throws VideoError elsewhere than on 64-bit Linux. */
export function linuxVideo(): VideoSystem {
  if (process.platform !== 'linux' || !['x64', 'arm64', 'riscv64'].includes(process.arch))
    throw new VideoError(
      'ENOSYS',
      `Cannot use a camera here: needs 64-bit Linux, this is ${process.platform} ${process.arch}`,
    );
  const library = koffi.load(null);
  const ioctl = library.func('int ioctl(int, unsigned long, _Inout_ uint8_t*)');
  const mmap = library.func('void* mmap(void*, size_t, int, int, int, int64_t)');
  const munmap = library.func('int munmap(void*, size_t)');
  /** Where each memory is, for its end. */
  const places = new WeakMap<Uint8Array, unknown>();
  const failed = (what: string): never => {
    const number = koffi.errno();
    const code = Object.entries(koffi.os.errno).find(([, value]) => value === number)?.[0] ?? `error ${number}`;
    throw new VideoError(code, `${what}: ${code}`);
  };
  return {
    open(path) {
      try {
        return openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
      } catch (error) {
        throw new VideoError((error as NodeJS.ErrnoException).code ?? 'EIO', (error as Error).message);
      }
    },
    close: (fd) => closeSync(fd),
    ioctl(fd, call, bytes) {
      if (ioctl(fd, call, bytes) < 0) failed('ioctl');
    },
    map(fd, length, offset) {
      const place = mmap(null, length, PROT_READ_WRITE, MAP_SHARED, fd, offset);
      // MAP_FAILED is -1.
      if (BigInt.asIntN(64, BigInt(koffi.address(place))) === -1n) failed('mmap');
      const memory = new Uint8Array(koffi.view(place, length));
      places.set(memory, place);
      return memory;
    },
    unmap(memory) {
      munmap(places.get(memory), memory.length);
    },
  };
}
