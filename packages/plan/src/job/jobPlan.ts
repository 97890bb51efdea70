import type { OccupancyGrid } from '@homebound/grid';
import type { CleaningCommand } from '@homebound/robot';
import type { Stroke } from '../coverage/coveragePlan.ts';
import type { MotionLimits } from '../coverage/motionTime.ts';
import type { PlanProof } from '../coverage/provePlan.ts';
import type { Point } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { CleaningJob } from './cleaningJob.ts';
import type { PowerModel } from './energy.ts';

/** All that a job is planned from. Map, space, labels and masks have one shape; positions are in the map frame. */
export interface JobRequest {
  readonly map: OccupancyGrid;
  /** Where the robot may stand on that map: restrictions kept out, connected to `from`. */
  readonly space: FreeSpace;
  /** Room of each cell, 0 = none, and the rooms there are. Left out: the home is one room, with id 1. */
  readonly rooms?: {
    readonly labels: ArrayLike<number>;
    readonly rooms: readonly { readonly id: number; readonly name?: string }[];
  };
  /** The whole home, once, when absent. */
  readonly job?: CleaningJob;
  /** Floor swept so far: by at least one pass, by at least two; non-zero = swept. */
  readonly covered?: readonly Uint8Array[];
  readonly from: { readonly x: number; readonly y: number; readonly theta?: number };
  /** Where the job is to end; where the last stroke ends when absent. */
  readonly dock?: Point;
  /** What restrictions keep out of `space`: only to say why floor behind them can't be reached. */
  readonly keepOut?: Uint8Array;
  /** What is kept out of `space` round things on the floor: only to say so. */
  readonly avoided?: Uint8Array;
  readonly motion?: MotionLimits;
  /** Share of the floor that is worth sweeping, in (0, 1). Default: `worthSweeping` of the brush, which saves way where floor is dear. */
  readonly wantedShare?: number;
  readonly power?: PowerModel;
}

/** A room, zone or spot of a job. */
export interface JobArea {
  readonly kind: 'room' | 'zone' | 'spot';
  /** The room's id; 0 for floor that belongs to no room. A zone's or spot's place in the job's list, from 0. */
  readonly id: number;
  /** What a person calls it: `kitchen`, `room 3`, `zone 1`. */
  readonly name: string;
}

/** A stretch of a job's way, driven at one setting. */
export interface JobStroke extends Stroke {
  /** What it is driven for: an index into the plan's areas. On the way home there is none. */
  readonly area?: number;
  /** 1 or 2: which of `covered` it adds to. */
  readonly pass: number;
  /** Off on the way home, and where the way leads over no floor that its pass is to sweep. */
  readonly brushOn: boolean;
  /** Levels of the motors while the brush is on. */
  readonly levels: CleaningCommand;
}

/** The way of a job, from the robot to the dock. */
export interface JobPlan {
  readonly areas: readonly JobArea[];
  /** Each begins where the last one ends. Empty when nothing is left to clean. */
  readonly strokes: readonly JobStroke[];
  /** False while later parts of the job have not been planned yet: `improve` goes on. The strokes there are can be driven. */
  readonly isWhole: boolean;
  /** Share of the floor asked for that was covered before, all passes together, in [0, 1]; 1 when there is no such floor. */
  readonly coveredShare: number;
}

/** A job's plan, and the time to better it. */
export interface JobWork {
  /** The best plan so far. The first is there at once. */
  readonly plan: JobPlan;
  /** Works for about 10 ms; false when there is nothing left to better. What is planned later may change earlier strokes. */
  improve(): boolean;
}

/** Why floor is not cleaned. */
export type WhyNot =
  /** Off the map's edge. */
  | 'outsideMap'
  /** Never seen by the lidar. */
  | 'unknownFloor'
  /** Inside a no-go area. */
  | 'noGo'
  /** Too near to something that lies on the floor. */
  | 'obstacle'
  /** Under the body where it passes, but nearer to a wall, furniture or a no-go area than the main brush reaches. */
  | 'alongEdges'
  /** Free, but every way there leads through a no-go area or over a virtual wall. */
  | 'behindNoGo'
  /** The body fits there, but no way leads there that it fits through: a closed door, a narrow gap. */
  | 'closedOff'
  /** The body does not fit: between legs, behind furniture. */
  | 'tooNarrow'
  /** The brush could reach it, but it is too little to drive there for. */
  | 'tooSmall';

/** Floor that was asked for and will not be cleaned. */
export interface LeftOut {
  /** Index into the report's areas. */
  readonly area: number;
  readonly why: WhyNot;
  /** The same in words. */
  readonly text: string;
  readonly area_m2: number;
  /** A point in it, map frame, m. */
  readonly x: number;
  readonly y: number;
}

/** Figures of one area, all passes together. */
export interface AreaReport extends JobArea {
  /** Floor that the brush will sweep or has swept there, each cell once. */
  readonly area_m2: number;
  /** Share of the floor that the brush can touch there that is swept in the end, by the last of its passes, in [0, 1]; 0 where it can touch none. */
  readonly coverage: number;
  readonly passes: number;
  readonly lanes: number;
  readonly length_m: number;
  readonly time_s: number;
  readonly energy_Wh: number;
}

/** What a job will take, told before it starts. */
export interface JobReport {
  readonly areas: readonly AreaReport[];
  readonly area_m2: number;
  readonly coverage: number;
  readonly lanes: number;
  readonly length_m: number;
  /** Of it the ways between strokes, to the first and home. */
  readonly travel_m: number;
  readonly time_s: number;
  readonly energy_Wh: number;
  /** How often the robot must go back and charge before the end, starting full. */
  readonly charges: number;
  /** Largest first. */
  readonly leftOut: readonly LeftOut[];
  readonly proof: PlanProof;
}
