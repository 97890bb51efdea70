import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of /proc's CPU times: USER_HZ, 100 on every Linux that Node runs on. */
const TICK_HZ = 100;

/** What a process has used so far, as the kernel counts it. */
export interface ProcessFigures {
  /** User and system time, all threads, s. */
  readonly cpu_s: number;
  /** Its share of memory: what it has alone, and what it shares divided by who shares it, MB (10^6 bytes). */
  readonly pss_mb: number;
}

/** Figures of a process; undefined when it is gone. Linux only. */
export function processFigures(pid: number): ProcessFigures | undefined {
  try {
    const pss_kib = Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
    return { cpu_s: cpuTime_s(pid), pss_mb: (pss_kib * 1024) / 1e6 };
  } catch {
    return undefined;
  }
}

/** The memory of a process, MB (10^6 bytes). */
export interface MemoryFigures {
  /** All of its pages that are in memory, those that others have, too, in full. */
  readonly rss_mb: number;
  /** Pages that others have, too, divided by who shares them. */
  readonly pss_mb: number;
  /** Pages that nobody else has. */
  readonly own_mb: number;
  /** Heaps, stacks and buffers: what is in no file. */
  readonly anonymous_mb: number;
}

/** Memory of a process; undefined when it is gone or may not be looked into by this user. Linux only. */
export function memoryFigures(pid: number): MemoryFigures | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    return undefined;
  }
  const mb = (...keys: string[]): number =>
    keys.reduce((sum, key) => sum + Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]), 0) * 1.024e-3;
  return {
    rss_mb: mb('Rss'),
    pss_mb: mb('Pss'),
    own_mb: mb('Private_Clean', 'Private_Dirty'),
    anonymous_mb: mb('Anonymous'),
  };
}

/** Field 14 and 15 of /proc/PID/stat; the second field, the name in brackets, may hold anything. */
function cpuTime_s(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICK_HZ;
}

/** Processes whose environment holds `NAME=value`, this one left out: children that outlived who started them, too. */
export function processesWith(name: string, value: string): number[] {
  const wanted = `${name}=${value}\0`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid && environmentOf(entry).includes(wanted))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // gone, or another user's
  }
}
