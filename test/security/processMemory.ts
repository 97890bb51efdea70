import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';

/** Read at a time; pieces overlap, so that nothing that is looked for is cut in two. */
const CHUNK = 2 ** 24;
const OVERLAP = 2 ** 16;

/**
 * All memory of a process, as it is now, in pieces: what it may write, and what is of no file; the bytes of one are good until the next. What lies in
 * files is read on the disk.
 */
export function* memoryOf(pid: number): Generator<Buffer> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to, mode, file] = /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+ *(.*)$/.exec(line) ?? [];
      if (from === undefined || !mode.startsWith('r') || file === '[vvar]') continue;
      const isOfFile = file.startsWith('/') && !file.startsWith('/memfd:') && !file.endsWith(' (deleted)');
      if (isOfFile && !mode.includes('w')) continue;
      const [begin, end] = [Number(`0x${from}`), Number(`0x${to}`)];
      for (let at = begin; at < end; at += CHUNK - OVERLAP) {
        let length = 0;
        try {
          length = readSync(memory, chunk, 0, Math.min(CHUNK, end - at), at);
        } catch {
          // Reserved, and never used.
        }
        if (length > 0) yield* withoutEmptyPages(chunk.subarray(0, length));
        if (at + CHUNK >= end) break;
      }
    }
  } finally {
    closeSync(memory);
  }
}

const PAGE = 4096;
const emptyPage = Buffer.alloc(PAGE);

/** Most of a process' memory was never used. */
function* withoutEmptyPages(bytes: Buffer): Generator<Buffer> {
  let from = -1;
  for (let at = 0; at < bytes.length; at += PAGE) {
    const page = bytes.subarray(at, at + PAGE);
    const isEmpty = page.length === PAGE && emptyPage.equals(page);
    if (!isEmpty && from < 0) from = at;
    if (isEmpty && from >= 0) {
      yield bytes.subarray(from, at);
      from = -1;
    }
  }
  if (from >= 0) yield bytes.subarray(from);
}

/** What a process has open that is in no folder: shared memory, files that were deleted. */
export function* hiddenFilesOf(pid: number): Generator<Buffer> {
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const link = `/proc/${pid}/fd/${fd}`;
    try {
      if (/^\/memfd:|^\/.* \(deleted\)$/.test(readlinkSync(link))) yield readFileSync(link);
    } catch {}
  }
}
