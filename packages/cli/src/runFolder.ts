import { existsSync, lstatSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SE2 } from '@homebound/math';
import { AppendFile, makeFolder, writeWhole } from './files.ts';
import { METADATA } from './openBag.ts';

/** The figures of one run; the documented contract of `summary.json`. The same for the same seed, on every engine. */
export interface RunSummary {
  readonly world: string;
  readonly seed: number;
  /** The mission said "finished": all that it could reach is clean and the robot is home. */
  readonly finished: boolean;
  readonly docked: boolean;
  /** Why the run ended, in the mission's words. */
  readonly reason: string;
  /** Share of A_brush (what a centred brush can touch) that the true brush swept, in [0, 1]. */
  readonly coverage: number;
  /** The same, counting only what was swept with the brush turning. */
  readonly cleanedCoverage: number;
  /** The same as coverage, of all free floor. */
  readonly coverageFreeFloor: number;
  /** The same of the band within one brush width of the edge of A_brush. */
  readonly edgeCoverage: number;
  readonly path_m: number;
  /** path · brush width / A_brush: 1 is ideal. */
  readonly lambda: number;
  readonly simulated_s: number;
  /** Distance between belief and truth at the end, m. */
  readonly endPoseError_m: number;
  /** Times that a drive wheel's centre went over an edge. */
  readonly cliffFalls: number;
  /** Contacts faster than 0.1 m/s. */
  readonly hardContacts: number;
  /** Checksum of truth, belief and map at every step. */
  readonly hash: string;
}

/** What the run cost on this machine; differs from run to run. */
export interface RunTiming {
  readonly wall_s: number;
  readonly speedup: number;
  readonly cpu_s: number;
  readonly peakRss_mb: number;
}

/**
 * The folder of one run. Append-only files stay readable whenever the process ends; all others are written whole under a
 * temporary name first. Its contract stands in packages/cli/README.md.
 */
export class RunFolder {
  readonly path: string;
  readonly #truth: AppendFile;
  readonly #estimate: AppendFile;

  constructor(path: string) {
    this.path = path;
    makeFolder(path);
    this.#truth = new AppendFile(join(path, 'truth.csv'));
    this.#estimate = new AppendFile(join(path, 'estimate.csv'));
    for (const file of [this.#truth, this.#estimate]) file.line('stamp_s,x_m,y_m,yaw_rad');
    // What an earlier run left under this name says nothing about this one.
    for (const stale of ['summary.json', 'timing.json', METADATA]) rmSync(join(path, stale), { force: true });
  }

  truth(stamp_s: number, T_world_base: SE2): void {
    this.#truth.line(row(stamp_s, T_world_base));
  }

  estimate(stamp_s: number, T_map_base: SE2): void {
    this.#estimate.line(row(stamp_s, T_map_base));
  }

  write(name: string, content: string | Uint8Array): void {
    writeWhole(join(this.path, name), content);
  }

  json(name: string, value: unknown): void {
    this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  flush(): void {
    this.#truth.flush();
    this.#estimate.flush();
  }

  close(): void {
    this.#truth.close();
    this.#estimate.close();
  }

  /** Points `latest` beside this folder at it. */
  linkLatest(): void {
    const link = join(dirname(this.path), 'latest');
    if (existsSync(link) && !lstatSync(link).isSymbolicLink()) return;
    rmSync(link, { force: true });
    symlinkSync(this.path, link);
  }
}

function row(stamp_s: number, T: SE2): string {
  return `${stamp_s.toFixed(6)},${T.x.toFixed(6)},${T.y.toFixed(6)},${T.theta.toFixed(6)}`;
}
