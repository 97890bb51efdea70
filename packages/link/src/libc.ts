import koffi from 'koffi';
import { LinkError } from './linkError.ts';

/** The few calls of the C library that Node has no name for. */
export interface Libc {
  getsockopt(fd: number, level: number, name: number, out: number[], length: number[]): number;
  prctl(option: number, value: number): number;
  setrlimit(resource: number, softAndHard: number[]): number;
}

let loaded: Libc | undefined;

/** @returns the C library that this process runs with already: glibc or musl. Throws LinkError elsewhere than on Linux. */
export function libc(): Libc {
  loaded ??= load();
  return loaded;
}

function load(): Libc {
  if (process.platform !== 'linux')
    throw new LinkError(
      'noKernelWord',
      `Cannot ask the kernel who a peer is: needs Linux, this is ${process.platform}`,
    );
  const library = koffi.load(null);
  const prctl = library.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)');
  return {
    getsockopt: library.func('int getsockopt(int, int, int, _Out_ uint32_t*, _Inout_ uint32_t*)'),
    prctl: (option, value) => prctl(option, value, 0, 0, 0),
    setrlimit: library.func('int setrlimit(int, unsigned long*)'),
  };
}
