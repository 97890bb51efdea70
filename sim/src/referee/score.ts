import type { HitKind } from './contactLog.ts';

/** What the referee has seen so far. Areas in m², ways in m, shares in [0, 1]. */
export interface Score {
  readonly stamp_s: number;
  readonly path_m: number;
  /** Part of the path driven with the main brush turning. */
  readonly brushedPath_m: number;
  /** |swept and A_brush| / |A_brush|. */
  readonly coverage: number;
  /** The same, counting only what was swept with the brush turning. */
  readonly cleanedCoverage: number;
  /** |swept and F| / |F|: the main brush alone, as coverage.md has it. No centred brush of 0.20 m comes above |A_brush| / |F|. */
  readonly coverageFreeFloor: number;
  /** The same with what the side brush's bristles swept. */
  readonly brushedFreeFloor: number;
  /** Share of F that one of the brushes can touch at all: the most that `brushedFreeFloor` can be. */
  readonly touchableFreeFloor: number;
  /** Coverage of the band of A_brush within one brush width of its rim. */
  readonly edgeCoverage: number;
  /** Share of the floor within 30 mm of what stands, as far as the side brush can touch it, that a brush swept; see `EdgeBand`. */
  readonly wallBandCoverage: number;
  /** Part of the areas to keep out of that the body was over; 0 when none were given. */
  readonly noGoEntered_m2: number;
  readonly reachableArea_m2: number;
  /** What of A_brush does not count because a moving door stood before it all the time, or stood open over it; see `DoorWatch`. */
  readonly behindDoors_m2: number;
  readonly freeArea_m2: number;
  readonly sweptArea_m2: number;
  /** path x brush width / |A_brush|: 1 is ideal. */
  readonly lambda: number;
  /** Times a drive wheel went over an edge. */
  readonly cliffFalls: number;
  /** With whatever it was, people and light things too. */
  readonly contacts: number;
  readonly contactsByKind: Readonly<Record<HitKind, number>>;
  /** Contacts that began faster than 0.1 m/s; the speed of who walks does not count. */
  readonly hardContacts: number;
  readonly hardContactsByKind: Readonly<Record<HitKind, number>>;
  readonly stuck_s: number;
  readonly docked: boolean;
}
