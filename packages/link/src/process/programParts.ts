/** Pages of a process, as the kernel tells them: address and bytes. */
export interface ProgramPart {
  readonly from: number;
  readonly length: number;
}

/**
 * The parts of programs and libraries that are in memory as they are on disk: their machine code and constants, which nobody has written to.
 * Where a page was written to, as in tables that the loader fills in, the whole part is left out: the disk does not have it.
 * @param smaps  text of /proc/PID/smaps
 */
export function programParts(smaps: string): ProgramPart[] {
  const parts: ProgramPart[] = [];
  for (const text of smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p \S+ \S+ [1-9]\d* +\//.exec(text) ?? [];
    if (from === undefined || !/^Anonymous: +0 kB$/m.test(text)) continue;
    const at = Number.parseInt(from, 16);
    parts.push({ from: at, length: Number.parseInt(to, 16) - at });
  }
  return parts;
}
