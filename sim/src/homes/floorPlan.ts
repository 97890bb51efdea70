import { distanceToCells, floodFill, type GridFrame, type OccupancyGrid } from '@homebound/grid';
import { atan2, cos, hypot, sin } from '@homebound/math';
import { removeSpecks } from './specks.ts';
import { watershed } from './watershed.ts';

/** Two parts of a floor are rooms when the neck between them is narrower than this, half of it, m … */
const DOOR_HALF_M = 0.56;
/** … and than this share of the room in the smaller one. */
const NECK_SHARE = 0.8;
/** Smaller parts belong to the neighbour to which their neck is widest, m². */
const LEAST_ROOM_M2 = 1.8;
/** Islands of the plan smaller than this are furniture and make no rooms, m². */
const FURNITURE_M2 = 0.6;
/** Directions in which the narrowest chord through a neck is looked for. */
const CHORDS = 24;
/** … and how far from where the rooms' basins meet, cells. */
const AROUND = 5;
/** Necks nearer to each other than this are one, m. */
const SAME_DOOR_M = 0.6;

/** A neck between two rooms, where a door may hang. */
export interface Doorway {
  readonly x_m: number;
  readonly y_m: number;
  /** Direction from jamb to jamb. */
  readonly yaw_rad: number;
  readonly width_m: number;
  /** The rooms on its sides, as numbers in `FloorPlan.room`. */
  readonly rooms: readonly [number, number];
}

/** The floor of a plan, cut into rooms. Masks and labels have shape [height, width]. */
export interface FloorPlan {
  readonly frame: GridFrame;
  /** 1 where floor is that hangs together with the place asked for. */
  readonly floor: Uint8Array;
  /** Room of each cell, from 1; 0 where no floor is. */
  readonly room: Int32Array;
  readonly roomCount: number;
  readonly doorways: readonly Doorway[];
}

/**
 * Rooms of a floor plan by its clearance: basins of the distance to walls, joined where the neck between them is no door.
 * Meant to put furniture in, and on purpose not the robot's own segmentation, which is judged on the homes made here.
 * @param from cell of the floor from which the rest is reached
 */
export function readFloorPlan(map: OccupancyGrid, from: number): FloorPlan {
  const { width, height, resolution_m } = map;
  const open = map.data.map((value) => (value >= 0 && value < 50 ? 1 : 0));
  const floor = floodFill(Uint8Array.from(open), width, height, from);
  const bare = removeSpecks(floor, width, height, FURNITURE_M2 / (resolution_m * resolution_m));
  const solid = bare.map((value) => 1 - value);
  const clearance = distanceToCells(solid, width, height);
  const basins = watershed(clearance, bare, width, height, {
    doorHalf: DOOR_HALF_M / resolution_m,
    neckShare: NECK_SHARE,
    leastCells: LEAST_ROOM_M2 / (resolution_m * resolution_m),
  });
  const room = basins.label.map((label, cell) => (floor[cell] === 1 ? label : 0));
  const doorways = distinct(basins.necks.map(({ cell, rooms }) => ({ ...chordThrough(solid, map, cell), rooms })));
  return { frame: map, floor, room, roomCount: basins.count, doorways };
}

/** Basins that have joined may have met others in one frame more than once: the widest meeting stands for it. */
function distinct(doorways: readonly Doorway[]): Doorway[] {
  const kept: Doorway[] = [];
  for (const doorway of doorways)
    if (!kept.some(({ x_m, y_m }) => hypot(x_m - doorway.x_m, y_m - doorway.y_m) < SAME_DOOR_M)) kept.push(doorway);
  return kept;
}

/** The shortest way from wall to wall through a cell or one of its neighbours: in a door frame clearance is flat. */
function chordThrough(solid: Uint8Array, frame: GridFrame, cell: number): Omit<Doorway, 'rooms'> {
  const { width, resolution_m } = frame;
  let best = { length: Number.POSITIVE_INFINITY, yaw: 0, x: 0, y: 0 };
  for (let dy = -AROUND; dy <= AROUND; dy++)
    for (let dx = -AROUND; dx <= AROUND; dx++) {
      if (solid[cell + dy * width + dx] !== 0) continue;
      const [cx, cy] = [(cell % width) + dx + 0.5, Math.floor(cell / width) + dy + 0.5];
      for (let k = 0; k < CHORDS; k++) {
        const yaw = (Math.PI * k) / CHORDS;
        const [c, s] = [cos(yaw), sin(yaw)];
        const ahead = toWall(solid, frame, cx, cy, c, s);
        const behind = toWall(solid, frame, cx, cy, -c, -s);
        // Of equal ones that nearest to the saddle: it is in the middle of the frame.
        const length = ahead + behind + 0.001 * (dx * dx + dy * dy);
        if (length >= best.length) continue;
        const middle = (ahead - behind) / 2;
        best = { length, yaw, x: cx + middle * c, y: cy + middle * s };
      }
    }
  return {
    x_m: frame.originX_m + best.x * resolution_m,
    y_m: frame.originY_m + best.y * resolution_m,
    yaw_rad: best.yaw,
    width_m: best.length * resolution_m,
  };
}

/** Cells from a point to the first solid one. */
function toWall(solid: Uint8Array, { width, height }: GridFrame, x: number, y: number, c: number, s: number): number {
  const step = 0.25;
  for (let t = 0; ; t += step) {
    const ix = Math.floor(x + t * c);
    const iy = Math.floor(y + t * s);
    if (ix < 0 || iy < 0 || ix >= width || iy >= height || solid[iy * width + ix] === 1) return t;
  }
}

/** The direction in which most of a plan's walls run, in [0, π/2): from the border cells' outward normals, modulo 90°. */
export function mainYaw({ floor, frame: { width } }: Pick<FloorPlan, 'floor' | 'frame'>): number {
  // Mean of unit vectors at four times the angle: directions 90° apart add up.
  let [sumC, sumS] = [0, 0];
  for (let cell = 2 * width + 2; cell < floor.length - 2 * width - 2; cell++) {
    if (floor[cell] === 0) continue;
    let [gx, gy] = [0, 0];
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) {
        const value = floor[cell + dy * width + dx];
        gx += dx * value;
        gy += dy * value;
      }
    const n2 = gx * gx + gy * gy;
    if (n2 < 60) continue;
    const angle = 4 * atan2(gy, gx);
    sumC += cos(angle);
    sumS += sin(angle);
  }
  const yaw = atan2(sumS, sumC) / 4;
  return yaw < 0 ? yaw + Math.PI / 2 : yaw;
}

/** The stretch of wall whose direction is taken, to each side, cells. */
const STRETCH = 8;
/** A wall is straight when its border cells spread this little across it, as a share of their spread along it. */
const STRAIGHT = 0.05;

/** Direction from the wall at a border cell into the room, from the line through the border around; undefined at corners. */
export function outwardAt({ floor, room, frame: { width } }: FloorPlan, cell: number): number | undefined {
  let [n, sx, sy, sxx, sxy, syy, gx, gy] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let dy = -STRETCH; dy <= STRETCH; dy++)
    for (let dx = -STRETCH; dx <= STRETCH; dx++) {
      const at = cell + dy * width + dx;
      // The room beyond a thin wall is another wall's affair.
      if (room[at] !== room[cell]) continue;
      gx += dx;
      gy += dy;
      if (floor[at - 1] + floor[at + 1] + floor[at - width] + floor[at + width] === 4) continue;
      n++;
      sx += dx;
      sy += dy;
      sxx += dx * dx;
      sxy += dx * dy;
      syy += dy * dy;
    }
  const [a, b, c] = [sxx - (sx * sx) / n, sxy - (sx * sy) / n, syy - (sy * sy) / n];
  const spread = Math.sqrt((a - c) * (a - c) + 4 * b * b);
  if (n < STRETCH || a + c - spread > STRAIGHT * (a + c + spread)) return undefined;
  const along = 0.5 * atan2(2 * b, a - c);
  const isLeft = gy * cos(along) - gx * sin(along) > 0;
  return along + (isLeft ? Math.PI / 2 : -Math.PI / 2);
}
