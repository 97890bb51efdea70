import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Listening on a network, by the kernel's tables: state 0A is LISTEN; a bound UDP socket is 07. */
const LISTENING: Readonly<Record<string, string>> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** Network addresses (hexadecimal, as the kernel has them) that a process of Linux listens on. Needs the right to look at it: root. */
export function listeners(pid: number): string[] {
  const inodes = new Set(files(pid).flatMap((file) => /^socket:\[(\d+)\]$/.exec(file)?.[1] ?? []));
  return Object.entries(LISTENING).flatMap(([table, state]) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[3] === state && inodes.has(row[9]))
      .map((row) => `${table} ${row[1]}`),
  );
}

/** What the descriptors of a process lead to: files, sockets, devices. */
export function files(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return []; // closed meanwhile
    }
  });
}
