import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');
export const dataFolder = resolve(root, process.env.HOMEBOUND_DATA ?? '../shared/data');

/** A test that reads public data: skipped by its name where they are absent. */
export const dataTest: typeof test = existsSync(dataFolder) ? test : (test.skip as typeof test);

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'homebound-'));
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A `homebound` process of the built command; `ended` tells how it went. */
export function start(...args: string[]): { child: ReturnType<typeof spawn>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(root, 'dist', 'homebound.js'), ...args], { cwd: root, stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    err += bytes;
  });
  const ended = new Promise<Ended>((done) => child.on('close', (code, signal) => done({ code, signal, out, err })));
  return { child, ended };
}

export function homebound(...args: string[]): Promise<Ended> {
  return start(...args).ended;
}
