import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './homebound.ts';

export const unitFolder = join(root, 'launch', 'systemd');

/** A unit's directives in their order; a name may come more than once. */
export type Unit = readonly (readonly [name: string, value: string])[];

export function readUnit(file: string): { readonly text: string; readonly unit: Unit } {
  const text = readFileSync(join(unitFolder, file), 'utf8');
  const lines = text.split('\n').filter((line) => /^[A-Z]\w*=/.test(line));
  return { text, unit: lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]) };
}

/** All values of a directive. */
export function valuesOf(unit: Unit, name: string): string[] {
  return unit.flatMap(([key, value]) => (key === name ? [value] : []));
}

/** Whether systemd's own tool is here; tests that ask it are skipped by name where it is not. */
export const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** System calls that a unit allows: its filters in their order, a later one taking from or adding to the earlier. */
export function allowedCalls(unit: Unit): Set<string> {
  const allowed = new Set<string>();
  for (const [k, filter] of valuesOf(unit, 'SystemCallFilter').entries()) {
    const takes = filter.startsWith('~');
    if (k === 0 && takes) throw new Error(`A filter that begins with ~ allows all the rest: ${filter}`);
    for (const name of filter.replace(/^~/, '').split(/\s+/))
      for (const call of callsOf(name)) takes ? allowed.delete(call) : allowed.add(call);
  }
  // systemd always allows what a process can't begin or end without.
  for (const call of callsOf('@default')) allowed.add(call);
  allowed.add('execve');
  return allowed;
}

const sets = new Map<string, string[]>();

/** A system call, or all of a set of them, as this systemd knows it. */
function callsOf(name: string): string[] {
  if (!name.startsWith('@')) return [name];
  const known = sets.get(name);
  if (known !== undefined) return known;
  const { stdout } = spawnSync('systemd-analyze', ['syscall-filter', name], { encoding: 'utf8' });
  const members = stdout.split('\n').flatMap((line) => /^ {4}([@\w-]+)$/.exec(line)?.[1] ?? []);
  const calls = members.flatMap(callsOf);
  sets.set(name, calls);
  return calls;
}
