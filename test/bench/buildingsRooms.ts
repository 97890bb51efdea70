import type { Rng } from '@homebound/math';
import { door, emptyFloor, type Floor, outline, overlaps, type Room, strip } from './buildingsFloor.ts';

/** A straight corridor from a to b along its middle, m. */
export interface Corridor {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly half_m: number;
}

/** An office with an open door: where its door is along the corridor, and a way in. */
export interface Office {
  readonly corridor: number;
  readonly at_m: number;
  /** Before the door, on the corridor's middle, and a place inside; x, y, m. */
  readonly outside: readonly [number, number];
  readonly inside: readonly [number, number];
}

export interface OfficeOptions {
  /** From one door to the next, m. */
  readonly spacing_m: number;
  readonly width_m: number;
  readonly depth_m: number;
  /** Share of doors with an office behind that can be seen into; the others are shut for good and only a niche. */
  readonly openShare: number;
  /** All offices alike, down to the desk: nothing tells one from the next. */
  readonly identical: boolean;
  /** Of the niche in which a shut door stands, m; 0 for a flush one that no lidar sees. */
  readonly niche_m: number;
  /** Share of doors with a trolley near by along the wall, which is moved now and then. */
  readonly trolleyShare: number;
}

/** Of walls between rooms, m. */
const WALL_M = 0.15;
const DOOR_M = 0.95;

/** A floor of corridors alone. Corridors meet where their strips overlap. */
export function corridorFloor(corridors: readonly Corridor[]): Floor {
  const floor = emptyFloor();
  for (const { ax, ay, bx, by, half_m } of corridors) floor.rooms.push(strip(ax, ay, bx, by, half_m, half_m));
  return floor;
}

/** Adds doors and offices along both sides of a corridor wherever there is room; returns the offices one may enter. */
export function addOffices(
  floor: Floor,
  corridors: readonly Corridor[],
  index: number,
  options: OfficeOptions,
  rng: Rng,
): Office[] {
  const { ax, ay, bx, by, half_m } = corridors[index];
  const { spacing_m, width_m, depth_m, openShare, identical, niche_m, trolleyShare } = options;
  const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const offices: Office[] = [];
  for (const side of [-1, 1])
    for (let s = half_m + 0.7 * spacing_m; s < length - half_m - 0.5 * spacing_m; s += spacing_m) {
      const at = identical ? s : s + 0.3 * spacing_m * (rng.uniform() - 0.5);
      const [nx, ny] = [-uy * side, ux * side];
      /** A strip along the corridor's normal, at `from` to `to` from its middle. */
      const box = (shift: number, from: number, to: number, width: number): Room => {
        const [px, py] = [ax + ux * (at + shift), ay + uy * (at + shift)];
        return strip(px + nx * from, py + ny * from, px + nx * to, py + ny * to, width / 2);
      };
      if (rng.uniform() < trolleyShare) {
        const trolley = (shift: number) => outline(box(shift, half_m - 0.35, half_m - 0.05, 0.6));
        floor.movables.push({ first: trolley(0.9), second: trolley(1.3 + rng.uniform()) });
      }
      const scale = identical ? 1 : 0.7 + 0.5 * rng.uniform();
      const front = half_m + WALL_M;
      const room = box(0, front, front + depth_m * scale, width_m);
      const isFree = (candidate: Room) => !floor.rooms.some((other) => overlaps(candidate, other, -0.1));
      if (isFree(room) && rng.uniform() < openShare) {
        floor.rooms.push(room, box(0, half_m - 0.02, front + 0.02, DOOR_M));
        addDesk(floor, box, front, depth_m * scale, width_m, identical ? 0 : rng.uniform());
        const point = (out: number) => [ax + ux * at + nx * out, ay + uy * at + ny * out] as const;
        offices.push({ corridor: index, at_m: at, outside: point(0), inside: point(front + 0.4 * depth_m * scale) });
        const [left, right] = [box(-DOOR_M / 2, front, front + 1, 0.01), box(DOOR_M / 2, front, front + 1, 0.01)];
        // Hinged so that it opens into the office.
        const [hinge, jamb] = side > 0 ? [left, right] : [right, left];
        floor.movables.push(door(hinge[0], hinge[1], jamb[0], jamb[1]));
      } else if (niche_m > 0) {
        const niche = box(0, half_m + 0.01, half_m + niche_m, DOOR_M);
        if (isFree(niche) || !floor.rooms.some((o, i) => i !== index && overlaps(niche, o, -0.1)))
          floor.rooms.push(box(0, half_m - 0.02, half_m + niche_m, DOOR_M));
      }
    }
  return offices;
}

/** A desk in a far corner and a cabinet beside the door: what tells offices apart, unless `kind` is the same for all. */
function addDesk(
  floor: Floor,
  box: (shift: number, from: number, to: number, width: number) => Room,
  front: number,
  depth: number,
  width: number,
  kind: number,
): void {
  const back = front + depth;
  const corner = (kind < 0.5 ? -1 : 1) * (width / 2 - 0.7);
  floor.obstacles.push(box(corner, back - 0.8 - 0.5 * kind, back - 0.05, 1.2));
  if (width > 2.6) floor.obstacles.push(box(-corner * 1.15, front + 0.1, front + 0.5 + 0.4 * kind, 0.6));
}

/** A hall with pillars on a grid, m. */
export function addHall(floor: Floor, minX: number, minY: number, maxX: number, maxY: number, pillar_m: number): void {
  const middleY = 0.5 * (minY + maxY);
  floor.rooms.push(strip(minX, middleY, maxX, middleY, 0.5 * (maxY - minY)));
  if (pillar_m > 0)
    for (let x = minX + pillar_m / 2; x < maxX; x += pillar_m)
      for (let y = minY + pillar_m / 2; y < maxY; y += pillar_m)
        floor.obstacles.push(strip(x - 0.25, y, x + 0.25, y, 0.25));
}
