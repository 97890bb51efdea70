import { readFileSync } from 'node:fs';
import koffi from 'koffi';
import { programParts } from './programParts.ts';

// malloc.h of glibc
const M_TRIM_THRESHOLD = -1;
const M_MMAP_THRESHOLD = -3;
const M_ARENA_MAX = -8;
// asm-generic/mman-common.h
const MADV_DONTNEED = 4;

/**
 * What is at least so large gets pages of its own, bytes, and so much is kept at most of what was freed at the end of the heap: what glibc begins with.
 * With 32 KiB the mind's planning meets twice as many fresh pages, at 0.15 s more of system time in one go.
 */
const LARGE = 1 << 17;
const ARENAS = 2;
/** All that a process needs to start has run by then, s. */
const STARTED_S = 20;
/** What was freed between blocks in use is looked for this often, s. */
const PERIOD_S = 60;

/**
 * Has a process of the robot give back what it does not need, to be called once at its start. Not for the process with the motors: no page of it is to be
 * missing while wheels turn.
 * - what is freed, at once. By itself glibc raises its thresholds to the largest block that was ever freed: who once held a model's file keeps room for it;
 * - what is freed between blocks in use, now and then;
 * - once, the pages of programs and libraries that starting alone needed. What is needed again comes back by page, from the file or the kernel's cache of it.
 * Elsewhere than on Linux it does nothing, and of the C library's part nothing without glibc.
 */
export function returnMemory(): void {
  if (process.platform !== 'linux') return;
  setTimeout(returnProgram, 1000 * STARTED_S).unref();
  const malloc = allocator();
  if (malloc === undefined) return;
  malloc.mallopt(M_MMAP_THRESHOLD, LARGE);
  malloc.mallopt(M_TRIM_THRESHOLD, LARGE);
  malloc.mallopt(M_ARENA_MAX, ARENAS);
  setInterval(() => malloc.malloc_trim(0), 1000 * PERIOD_S).unref();
}

/** Takes the pages of programs and libraries out of this process. */
export function returnProgram(): void {
  const madvise = koffi.load(null).func('int madvise(uintptr_t, size_t, int)');
  for (const { from, length } of programParts(readFileSync('/proc/self/smaps', 'utf8')))
    madvise(from, length, MADV_DONTNEED);
}

/** @returns what glibc alone has; absent with musl */
function allocator() {
  const library = koffi.load(null);
  try {
    return { mallopt: library.func('int mallopt(int, int)'), malloc_trim: library.func('int malloc_trim(size_t)') };
  } catch {
    return undefined;
  }
}
