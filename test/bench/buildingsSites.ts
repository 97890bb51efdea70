import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Stop } from './buildingsDrive.ts';
import { type Movable, type Walls, wallsOf } from './buildingsFloor.ts';
import type { Spacing } from './buildingsGate.ts';
import { aroundPath } from './buildingsKillian.ts';
import { type LatticeOptions, lattice } from './buildingsLattice.ts';
import { type OdometryProfile, odometryProfiles } from './buildingsOdometry.ts';
import { officeTour } from './buildingsOffice.ts';
import { type Laser, lasers } from './buildingsRecord.ts';
import type { RelationOptions } from './buildingsRelations.ts';

/** A building and how it was recorded. */
export interface Site {
  readonly name: string;
  /** What is hard about it. */
  readonly what: string;
  readonly plan: (data: string) => { walls: Walls; movables: readonly Movable[]; route: Float64Array };
  readonly laser: Laser;
  readonly spacing: Spacing;
  readonly odometry: OdometryProfile;
  readonly relations: RelationOptions;
  readonly speed_mps: number;
  readonly gaps: number;
  readonly gapSlip_m: number;
  /** How old the logged odometry is when its scan is taken, s, and how far ahead of the turning point the laser really is, m. */
  readonly lag_s: number;
  readonly lever_m: number;
  readonly peopleEvery_s: number;
  /** Each so many metres the robot turns round once on the spot, or drives back 0.8 m. */
  readonly spinEvery_m?: number;
  readonly backEvery_m?: number;
}

const dense: RelationOptions = { short: 1000, span_m: [0.3, 1], loops: 1000, near_m: 1 };
const sparse: RelationOptions = { short: 1000, span_m: [1, 3], loops: 600, near_m: 3 };
const walked = { speed_mps: 0.4, gaps: 2, gapSlip_m: 0, lag_s: 0.02, lever_m: 0.03, peopleEvery_s: 45 };

const offices = {
  spacing_m: 4.2,
  width_m: 3.4,
  depth_m: 4.5,
  openShare: 0.45,
  identical: false,
  niche_m: 0.12,
  trolleyShare: 0.25,
};

const wards = {
  xs: [0, 40, 80, 120],
  ys: [0, 35, 75],
  half_m: 1.3,
  offices: { ...offices, width_m: 5, depth_m: 6, spacing_m: 6.5, openShare: 0.5 },
  halls: [[69, 46, 91, 66, 5.5]],
  glass: [[38, 33, 43, 37]],
  walk: grid('00 10 11 01 02 12 11 21 20 30 31 32 22 12 02 00 10 20 22 32 30 20 21 31 21 01 00 30 32 02'),
  visitShare: 0.25,
  seed: 31,
} satisfies LatticeOptions;

/** Three of each kind of log that we do not have, and real plans with the odometry of those that we do. */
export const sites: readonly Site[] = [
  {
    name: 'csail-a',
    what: 'one floor of rooms, loops of 60-140 m; a scan each 0.2-0.4 m / 10-20 degrees',
    plan: streets({
      xs: [0, 22, 45],
      ys: [0, 16, 31],
      half_m: 0.95,
      offices,
      walk: grid('00 20 22 02 00 01 21 20 10 12 22 21 01 02 12 11 10 00 02 22'),
      visitShare: 0.15,
      seed: 11,
    }),
    laser: lasers.sick,
    spacing: { period_s: 0.2, step_m: [0.2, 0.4], turn_deg: [10, 20] },
    odometry: odometryProfiles.csail,
    relations: dense,
    ...walked,
  },
  {
    name: 'csail-b',
    what: 'open hall with pillars, glass, big steps: a scan each 0.5-1 m / 25-50 degrees, wheels that slip in the gaps',
    plan: streets({
      xs: [0, 26, 50],
      ys: [0, 20, 38],
      half_m: 1.1,
      offices: { ...offices, openShare: 0.6, width_m: 3.8 },
      halls: [
        [19, 23, 33, 35, 3.5],
        [40, -6, 50.5, 4, 0],
      ],
      glass: [
        [39, -7, 49, -5],
        [-2, 24, 2, 32],
        [30, 36, 44, 42],
      ],
      walk: grid('00 10 11 21 22 12 02 01 11 10 20 21 22 02 00 20 22 12 10 11 01 00'),
      visitShare: 0.2,
      seed: 12,
    }),
    laser: lasers.sick,
    spacing: { period_s: 0.2, step_m: [0.5, 1], turn_deg: [25, 50] },
    odometry: odometryProfiles.csail,
    relations: { ...dense, span_m: [0.5, 1.5] },
    ...walked,
    gaps: 6,
    gapSlip_m: 0.3,
    lag_s: 0.05,
    lever_m: 0.1,
  },
  {
    name: 'killian-path',
    what: "the way of MIT's Killian Court, 1.85 km, corridors built around it; 2.5 scans a second",
    plan: (data) => {
      const g2o = gunzipSync(readFileSync(join(data, 'slam', 'pose-graphs', 'MIT.g2o.gz'))).toString('latin1');
      const { floor, route } = aroundPath(g2o, 1.4, { ...offices, spacing_m: 6, openShare: 0.2 }, 21);
      return { walls: wallsOf(floor), movables: floor.movables, route };
    },
    laser: lasers.sick,
    spacing: { period_s: 0.4 },
    odometry: odometryProfiles.killian,
    relations: { ...dense, near_m: 1.5 },
    ...walked,
    speed_mps: 0.35,
  },
  {
    name: 'killian-rings',
    what: 'two rings of blank corridors, 110 and 90 m long without a door; flush doors elsewhere',
    plan: streets({
      xs: [0, 110, 200],
      ys: [0, 60],
      half_m: 1.3,
      offices: { ...offices, spacing_m: 9, openShare: 0.2, niche_m: 0.08 },
      blank: ['y1', 'x1'],
      glass: [
        [60, -2, 80, -1],
        [120, 61, 150, 62],
      ],
      walk: grid('00 10 11 01 00 10 20 21 11 10 00 01 11 21 20 10'),
      visitShare: 0.1,
      seed: 22,
    }),
    laser: lasers.sick,
    spacing: { period_s: 0.4 },
    odometry: odometryProfiles.killian,
    relations: dense,
    ...walked,
    speed_mps: 0.5,
  },
  {
    name: 'killian-twins',
    what: 'four corridors alike, 70 m long with the same offices at the same distances: every loop has a false twin',
    plan: streets({
      xs: [0, 70],
      ys: [0, 22, 44, 66],
      half_m: 1.1,
      offices: { ...offices, identical: true, openShare: 1, spacing_m: 5, trolleyShare: 0.1 },
      blank: ['x0', 'x1'],
      walk: grid('00 10 11 01 02 12 13 03 00 10 13 03 02 12 11 01 00 10'),
      visitShare: 0.1,
      seed: 23,
    }),
    laser: lasers.sick,
    spacing: { period_s: 0.4 },
    odometry: odometryProfiles.killian,
    relations: dense,
    ...walked,
    speed_mps: 0.5,
  },
  hospitalSite('hospital-a', {
    what: 'wards off wide corridors, 120 x 75 m; a scan each 1-2.5 m / 30-60 degrees, good odometry',
    plan: streets(wards),
    spacing: { period_s: 0.4, step_m: [1, 2.5], turn_deg: [30, 60] },
    odometry: odometryProfiles.hospital,
  }),
  hospitalSite('hospital-b', {
    what: 'the same, a scan each 2.5-5 m / 60-100 degrees: each sees little of the last',
    plan: streets({ ...wards, seed: 33 }),
    spacing: { period_s: 0.4, step_m: [2.5, 5], turn_deg: [60, 100] },
    odometry: odometryProfiles.hospital,
  }),
  hospitalSite('hospital-c', {
    what: 'three long wings, 200 x 90 m, wards alike; a scan each 1.5-2.5 m / 30-45 degrees, headings that wander',
    plan: streets({
      xs: [0, 65, 130, 200],
      ys: [0, 45, 90],
      half_m: 1.5,
      without: ['x3'],
      offices: { ...wards.offices, spacing_m: 7, openShare: 1, identical: true, trolleyShare: 0.1 },
      walk: grid('00 30 20 21 31 21 11 01 02 32 22 21 20 10 12 02 00 10 11 31 21 22 02 01 11 10 30'),
      visitShare: 0.25,
      seed: 32,
    }),
    spacing: { period_s: 0.4, step_m: [1.5, 2.5], turn_deg: [30, 45] },
    odometry: { ...odometryProfiles.hospital, scale: 0.99, headingSigma_degPerM: 0.1, turnSigma: 0.004 },
  }),
  officeSite('office-intel', 'lab_intel_furnitures', 41, {
    what: "intel's own plan, furnished, with a heading that runs off by 3-9 degrees a metre; 5 scans a second",
    laser: lasers.sick,
    odometry: odometryProfiles.intel,
    spinEvery_m: 25,
  }),
  officeSite('office-reverse', 'office_d_furnitures', 42, {
    what: 'wheels that report driving back as driving ahead, as in fr079; 360 beams over 180 degrees',
    laser: lasers.sickHalf,
    odometry: odometryProfiles.fr079,
    backEvery_m: 12,
  }),
  officeSite('office-round', 'office_b_furnitures', 43, {
    what: "a vacuum's lidar: 360 beams all round, 8 m; good wheels",
    laser: lasers.round8,
    odometry: odometryProfiles.aces,
    spinEvery_m: 30,
  }),
];

function streets(options: LatticeOptions): Site['plan'] {
  return () => {
    const { floor, route } = lattice(options);
    return { walls: wallsOf(floor), movables: floor.movables, route };
  };
}

/** `'00 12'` for the crossings (0, 0) and (1, 2). */
function grid(walk: string): [number, number][] {
  return walk.split(' ').map((pair) => [Number(pair[0]), Number(pair[1])]);
}

function hospitalSite(name: string, rest: Pick<Site, 'what' | 'plan' | 'spacing' | 'odometry'>): Site {
  return { name, laser: lasers.sick, relations: sparse, ...walked, gaps: 0, ...rest };
}

function officeSite(
  name: string,
  picture: string,
  seed: number,
  rest: Pick<Site, 'what' | 'laser' | 'odometry' | 'spinEvery_m' | 'backEvery_m'>,
): Site {
  return {
    name,
    plan: (data) => {
      const file = join(data, 'offices', `${picture}.png`);
      return { ...officeTour(readFileSync(file), file, 16, seed), movables: [] };
    },
    spacing: { period_s: 0.2 },
    relations: dense,
    ...walked,
    gaps: 3,
    lag_s: 0.08,
    ...rest,
  };
}

/** The stops that a site asks for along a route of a given length. */
export function stopsOf({ spinEvery_m, backEvery_m }: Site, length_m: number): Stop[] {
  const stops: Stop[] = [];
  if (spinEvery_m)
    for (let at = spinEvery_m; at < length_m; at += spinEvery_m) stops.push({ at_m: at, turn_rad: 2 * Math.PI });
  if (backEvery_m) for (let at = backEvery_m; at < length_m; at += backEvery_m) stops.push({ at_m: at, back_m: 0.8 });
  return stops;
}
