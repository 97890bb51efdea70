import { join } from 'node:path';
import { encodeMap, mapPicture } from '@homebound/formats';
import type { MapKeeper } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { CameraName, World } from '@homebound/sim';
import { KeptHome } from './keptHome.ts';
import { copyMaps, MAPS_BEFORE } from './keptMaps.ts';
import { RunFolder, type RunSummary, type RunTiming } from './runFolder.ts';
import { RunRecorder } from './runRecorder.ts';
import { type Kidnap, SimulatedHome } from './simulatedHome.ts';
import { sweptPicture } from './sweptPicture.ts';

export interface HeadlessOptions {
  readonly world: World;
  readonly seed: number;
  readonly folder: string;
  readonly maxTime_s: number;
  readonly resolution_m?: number;
  readonly kidnap?: Kidnap;
  /** Absent: the robot has no eye. */
  readonly camera?: CameraName;
  /** Folder of all that the household leaves with its robot: the maps that it knows, its history; absent = a new home, nothing kept. */
  readonly home?: string;
  readonly isRecording: boolean;
  readonly linkLatest: boolean;
}

export interface Figures {
  readonly summary: RunSummary;
  readonly timing: RunTiming;
  readonly interrupted: boolean;
}

export interface Progress {
  readonly simulated_s: number;
  readonly coverage: number;
  readonly speedup: number;
  readonly state: string;
}

/** Simulated time between two looks at the outside world, s. */
const SLICE_S = 20;
/** Longer than the SLAM node waits before it saves a map. */
const REST_S = 6;

/** One job in a simulated home, as fast as the machine can, with everything that is worth keeping in a run folder. */
export class HeadlessRun {
  readonly #options: HeadlessOptions;
  readonly #folder: RunFolder;
  readonly #home: SimulatedHome;
  readonly #recorder: RunRecorder | undefined;
  readonly #kept: KeptHome | undefined;
  #interrupted = false;

  /** Wakes the robot up in the maps that it knows. */
  static async begin(options: HeadlessOptions): Promise<HeadlessRun> {
    if (options.home === undefined) return new HeadlessRun(options);
    const kept = await KeptHome.open(options.home, false);
    try {
      const keeper = await kept.wake(options.world.name, options.resolution_m);
      const run = new HeadlessRun(options, kept, keeper);
      // With the recording stay the maps as they were, so that it can be replayed.
      if (options.isRecording) await copyMaps(kept.home, join(options.folder, MAPS_BEFORE));
      return run;
    } catch (cause) {
      await kept.close();
      throw cause;
    }
  }

  private constructor(options: HeadlessOptions, kept?: KeptHome, keeper?: MapKeeper) {
    this.#options = options;
    this.#kept = kept;
    // The home first: options that it refuses leave no folder behind.
    this.#home = new SimulatedHome({
      world: options.world,
      seed: options.seed,
      resolution_m: options.resolution_m,
      kidnap: options.kidnap,
      camera: options.camera,
      keeper,
      onTruth: (stamp_s, T) => this.#folder.truth(stamp_s, T),
      onEstimate: (stamp_s, T) => this.#folder.estimate(stamp_s, T),
      onFault: (fault) =>
        process.stderr.write(`\nfault in ${fault.node}, ${fault.where}: ${describeFault(fault.error)}\n`),
    });
    kept?.moveIn(this.#home.graph);
    this.#folder = new RunFolder(options.folder);
    if (options.linkLatest) this.#folder.linkLatest();
    this.#folder.json('options.json', {
      world: options.world.name,
      seed: options.seed,
      R_m: defaultGeometry.bodyRadius_m,
      w_m: defaultGeometry.mainBrush.width_m,
      geometry: defaultGeometry,
      resolution_m: options.resolution_m ?? null,
      kidnap: options.kidnap ?? null,
      camera: options.camera ?? null,
      home: options.home ?? null,
      maxTime_s: options.maxTime_s,
      T_world_map: options.world.T_world_start,
      node: process.version,
    });
    this.#recorder = options.isRecording ? new RunRecorder(this.#home.graph, options.folder) : undefined;
  }

  /** Runs until the job is over, time is up, or Ctrl-C; then writes what there is to know. */
  async toEnd(onProgress: (progress: Progress) => void): Promise<Figures> {
    const stop = (): void => {
      this.#interrupted = true;
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
    const started_ms = performance.now();
    const cpu = process.cpuUsage();
    const { graph } = this.#home;
    this.#home.startJob();
    while (!this.#home.isOver && !this.#interrupted && graph.now_s() < this.#options.maxTime_s) {
      graph.runFor(SLICE_S);
      this.#folder.flush();
      const wall_s = (performance.now() - started_ms) / 1000;
      const coverage = this.#home.referee.sweptShare;
      onProgress({
        simulated_s: graph.now_s(),
        coverage,
        speedup: graph.now_s() / wall_s,
        state: this.#home.state.state,
      });
      // Lets signals in.
      await new Promise((resolve) => setImmediate(resolve));
    }
    // The map is saved once the robot has rested.
    if (this.#options.home !== undefined && !this.#interrupted) graph.runFor(REST_S);
    const wall_s = (performance.now() - started_ms) / 1000;
    const used = process.cpuUsage(cpu);
    const timing: RunTiming = {
      wall_s,
      speedup: graph.now_s() / wall_s,
      cpu_s: (used.user + used.system) / 1e6,
      peakRss_mb: process.resourceUsage().maxRSS / 1024,
    };
    const figures = { summary: this.#summary(), timing, interrupted: this.#interrupted };
    this.#writeResults(figures);
    this.#home.close();
    await this.#kept?.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    return figures;
  }

  #summary(): RunSummary {
    const home = this.#home;
    const judged = home.referee.score();
    return {
      world: this.#options.world.name,
      seed: this.#options.seed,
      finished: home.finished,
      docked: judged.docked,
      reason: this.#interrupted
        ? 'interrupted'
        : home.isOver
          ? home.state.reason
          : `not over after ${this.#options.maxTime_s} s (--max-time): ${home.state.reason}`,
      coverage: judged.coverage,
      cleanedCoverage: judged.cleanedCoverage,
      coverageFreeFloor: judged.coverageFreeFloor,
      edgeCoverage: judged.edgeCoverage,
      path_m: judged.path_m,
      lambda: judged.lambda,
      simulated_s: home.graph.now_s(),
      endPoseError_m: home.poseError_m,
      cliffFalls: judged.cliffFalls,
      hardContacts: judged.hardContacts,
      hash: home.hash(),
    };
  }

  #writeResults({ summary, timing }: Figures): void {
    const folder = this.#folder;
    this.#recorder?.close();
    folder.close();
    const truth = encodeMap(this.#home.referee.truthMap('body'), 'truth_map.pgm');
    folder.write('truth_map.pgm', truth.pgm);
    folder.write('truth_map.yaml', truth.yaml);
    const { referee, simulator } = this.#home;
    const { T_world_base } = simulator.truth();
    const { bodyRadius_m } = defaultGeometry;
    folder.write('coverage.png', sweptPicture({ referee, world: this.#options.world, T_world_base, bodyRadius_m }));
    const map = this.#home.map;
    if (map !== undefined) {
      const files = encodeMap(map, 'map.pgm');
      folder.write('map.pgm', files.pgm);
      folder.write('map.yaml', files.yaml);
      folder.write('map.png', mapPicture(map));
    }
    folder.json('timing.json', timing);
    folder.json('summary.json', summary);
  }
}

function describeFault(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
