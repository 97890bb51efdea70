/** When two visits of a place are taken for one. One false loop costs more than ten missed ones. */
export interface LoopOptions {
  /** A place counts as left, and worth recognising, after this way. */
  readonly minWay_m: number;
  /** Key frames at most this far apart show the same walls. */
  readonly reach_m: number;
  /** Key frames known this well to each other need no loop between them: the map is as good. */
  readonly tied_m: number;
  readonly tied_rad: number;
  /** What a recognised place must reach: points explained less points contradicted, as a share, and points in seen space. */
  readonly minFit: number;
  readonly minOverlap: number;
  /** How much better it must fit than any distinctly other place in the window. */
  readonly minMargin: number;
  /** A loop may contradict what is known by this many standard deviations. */
  readonly maxSurprise: number;
}

export interface BackEndOptions {
  /** A key frame is set after this much motion. */
  readonly keyStep_m: number;
  readonly keyTurn_rad: number;
  /** A key frame this near is the robot's again, if it is tied to where the robot comes from: a known home adds none. */
  readonly reuse_m: number;
  /** The same for a lidar that sees all round: half a metre away it sees the same. */
  readonly reuseAllRound_m: number;
  readonly reuse_rad: number;
  /** Scans kept for a key frame; older ones than `refresh_s` give way to what is seen now. */
  readonly keyScans: number;
  readonly refresh_s: number;
  /** What a step between key frames adds to its covariance: errors that all scans of a place share. */
  readonly stepFloor_m: number;
  readonly stepFloor_rad: number;
  /** The map is drawn anew when a key frame stands off by more than this. */
  readonly redraw_m: number;
  readonly redraw_rad: number;
  /** But not more often than this, unless it is off by `redrawNow_m`. */
  readonly redrawEvery_s: number;
  readonly redrawNow_m: number;
  /** Key frames less known than this, relative to where the robot is, leave the map that scans are matched to, before the robot sees them. */
  readonly retire_m: number;
  readonly sight_m: number;
  /** Cells that the rays of a new map pass at a time: 3 to 5 ns each. */
  readonly redrawCells: number;
  readonly loops: LoopOptions;
}

export const defaultLoopOptions: LoopOptions = {
  minWay_m: 8,
  reach_m: 4,
  tied_m: 0.12,
  tied_rad: 0.03,
  minFit: 0.55,
  minOverlap: 0.6,
  minMargin: 0.1,
  maxSurprise: 3.5,
};

export const defaultBackEndOptions: BackEndOptions = {
  keyStep_m: 0.5,
  keyTurn_rad: 0.5,
  reuse_m: 0.3,
  reuseAllRound_m: 0.5,
  reuse_rad: 0.5,
  keyScans: 12,
  refresh_s: 300,
  stepFloor_m: 0.003,
  stepFloor_rad: 0.0008,
  redraw_m: 0.04,
  redraw_rad: 0.01,
  redrawEvery_s: 30,
  redrawNow_m: 0.2,
  retire_m: 0.3,
  sight_m: 12,
  redrawCells: 500_000,
  loops: defaultLoopOptions,
};

/** Throws RangeError for options that no map can be kept with. */
export function checkBackEndOptions({ keyStep_m, keyTurn_rad, keyScans, redrawCells, ...rest }: BackEndOptions): void {
  const { stepFloor_m, stepFloor_rad, redraw_m, redraw_rad, retire_m } = rest;
  if (!(Number.isInteger(keyScans) && keyScans >= 1))
    throw new RangeError(`Cannot keep key frames: keyScans must be a whole number >= 1, got ${keyScans}`);
  const positive = { keyStep_m, keyTurn_rad, redrawCells, stepFloor_m, stepFloor_rad, redraw_m, redraw_rad, retire_m };
  for (const [name, value] of Object.entries(positive))
    if (!(value > 0)) throw new RangeError(`Cannot keep key frames: ${name} must be > 0, got ${value}`);
}
