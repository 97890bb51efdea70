import { cos, exp, type MapWarp, type SE2, sin } from '@homebound/math';
import { defaultGeometry, type FloorRecord, floorKinds, type RobotGeometry } from '@homebound/robot';
import type { CellGroup } from './believedCell.ts';
import { limitsOf } from './bodyLimits.ts';
import { groupCells, type IsBelieved, isTall, setOwner } from './cellGroups.ts';
import { convexHull } from './convexHull.ts';
import { beyondEnds } from './cordEnds.ts';
import { CELL_M, cellInTile, EvidenceTiles, mostVoted, TILE_CELLS, type Tile, VOTES, votes } from './evidenceTiles.ts';
import { kindOf, shapeOf, splitWide } from './groupShape.ts';
import { kindOfLabel } from './kindOfLabel.ts';
import { widthVote } from './lookWidth.ts';
import { namedKind } from './namedKind.ts';
import { type NamedThing, NamedThings } from './namedThings.ts';
import { NearFloor } from './nearFloor.ts';
import type { Obstacle } from './obstacle.ts';
import { RaisedFloor } from './raisedFloor.ts';

/** What a look adds to a cell's log-odds, by `votes`: what stands high is surer than what is as high as a wrinkle. */
const HIT = [0.8, 0.5, 0.5, 0.6, 0.8];
/** What a look at free floor takes away: nine at 10 Hz end what was surest. */
const FREE = 0.5;
/** From farther than this a look over what is flat shows floor, whatever lies there: it takes nothing away. From base_footprint, by `votes`, m. */
const FREES_WITHIN_M = [2, 0.6, 0.5, 2, 2];
const SUREST = 4;
/** Votes that can be undone, for and against a width beyond a cord's. */
const MOST_WIDE = 100;
/** A cell is believed from here on, and as long as it is above the second. */
const BELIEVED = 1.5;
const KEPT = 0.6;
/** What is not looked at fades, by `votes`, per s: the surest in ten minutes; what must not come under a brush, and is seen from nearby alone, in two hours. */
const FADE_PS = [0.004, 0.0005, 0.0005, 0.0005, 0.004];
/** What stands up and was seen for less than this may have been somebody's foot, and fades in three minutes: it is looked at again, s, per s. */
const BRIEF_S = 30;
const BRIEF_FADE_PS = 0.02;
/** A single cell is told when it was seen well; a cord when it is so long, m. */
const LONE_EVIDENCE = 2.4;
const CORD_M = 0.06;
/** A floor ends along an edge of this length at least, m: what is less is a glint. */
const EDGE_M = 0.1;
/** Of a thing of which so many cells reach up to the lidar it sees the rest too, share. */
const LIDARS_SHARE = 0.2;
/** Who moves is told when seen twice, and until this long after, s. */
const MOVING_LOOKS = 2;
const MOVING_S = 2.5;
/** Tiles in which nothing is left are looked for so often, s. */
const PRUNE_S = 20;

/** Index in `votes`, or -1, of each of `floorKinds`. */
const VOTE_OF = floorKinds.map((kind) => (votes as readonly string[]).indexOf(kind));
const FLOOR = floorKinds.indexOf('floor');
const THIN = votes.indexOf('thin');

/**
 * What lies on the floor, in the map frame: evidence by cell of 2 cm, gathered over looks, and the things that the cells make up. Only a look at
 * bare floor in its place makes something vanish; what is not looked at fades over minutes. Memory is bounded.
 */
export class ObstacleMap {
  readonly #tiles: EvidenceTiles;
  readonly #raised = new RaisedFloor();
  readonly #near = new NearFloor();
  readonly #named: NamedThings;
  readonly #first = new Map<number, number>();
  /** Ids of what was a threshold when it was asked for last. */
  #thresholds: ReadonlySet<number> = new Set();
  #nextId = 1;
  #look = 0;
  #start_s: number | undefined;
  #pruned_s = 0;

  /** Throws RangeError for a body that cannot be. */
  constructor(geometry: RobotGeometry = defaultGeometry) {
    this.#tiles = new EvidenceTiles(limitsOf(geometry).lidarSees_m);
    this.#named = new NamedThings(() => this.#nextId++);
  }

  /**
   * One look at the floor.
   * @param T_map_base  where base_footprint was at the look's stamp
   * Throws RangeError for a pose or stamp that is not finite.
   */
  add(view: FloorRecord, T_map_base: SE2): void {
    if (![view.stamp_s, T_map_base.x, T_map_base.y, T_map_base.theta].every(Number.isFinite))
      throw new RangeError(
        `Cannot add look: stamp and pose must be finite, got ${view.stamp_s}, ${T_map_base.x}, ${T_map_base.y}, ${T_map_base.theta}`,
      );
    this.#start_s ??= view.stamp_s;
    this.#look++;
    // Hits first: a cell that shows something and floor beside it is no floor.
    this.#addCells(view, T_map_base, true);
    this.#addCells(view, T_map_base, false);
    this.#raised.add(view, T_map_base);
    this.#near.add(view, T_map_base);
    this.#named.add(view, T_map_base);
    if (view.stamp_s - this.#pruned_s < PRUNE_S) return;
    this.#pruned_s = view.stamp_s;
    this.#tiles.prune();
    this.#near.prune(this.#hasCordAround);
  }

  /** Squares of the map with something in them: what memory grows with. */
  get tiles(): number {
    return this.#tiles.count;
  }

  /** The map was corrected: all that is remembered moves with it. */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    this.#named.moveWith(warp);
    this.#raised.moveWith(warp);
    this.#near.moveWith(warp, this.#hasCordAround);
    const before = [...this.#tiles.all()];
    this.#tiles.clear();
    for (const tile of before)
      for (let i = 0; i < tile.evidence.length; i++) if (tile.evidence[i] > 0) this.#moveCell(tile, i, warp);
  }

  /** What is believed to lie there, in the order of their ids. */
  obstacles(now_s: number): readonly Obstacle[] {
    const start_s = this.#start_s;
    if (start_s === undefined) return [];
    const now = now_s - start_s;
    const isBelieved: IsBelieved = (evidence, owner, look_s, vote) => {
      const left = evidence - this.#fadeOf(owner, look_s + start_s, vote) * (now - look_s);
      return left >= (owner === 0 ? BELIEVED : KEPT);
    };
    const isRaised = (cx: number, cy: number): boolean => this.#raised.has(cx, cy);
    const { thresholds, things } = groupCells(this.#tiles, isBelieved, this.#thresholds, isRaised);
    const lying = things
      .flatMap(splitWide)
      .filter((group) => isSure(group) && !this.#raised.isRim(group) && !isLidars(group, this.#tiles.lidarSees_mm));
    const told = [...thresholds, ...lying];
    const ids = this.#identify(told);
    this.#thresholds = new Set(ids.slice(0, thresholds.length));
    const found = told.map((group, k) => this.#obstacle(group, ids[k], start_s));
    const moving = this.#named.all().filter((thing) => isMoving(thing) && isFresh(thing, now_s));
    this.#forgetIds(new Set(ids));
    return [...found, ...moving.map(movingObstacle)].sort((a, b) => a.id - b.id);
  }

  /** What an obstacle's cell loses per s since it was looked at last. */
  #fadeOf(owner: number, lookedAt_s: number, vote: number): number {
    const seenFor_s = lookedAt_s - (this.#first.get(owner) ?? Number.NEGATIVE_INFINITY);
    const isSolid = votes[vote] === 'obstacle';
    return isSolid && seenFor_s < BRIEF_S ? BRIEF_FADE_PS : FADE_PS[vote];
  }

  #addCells(view: FloorRecord, T_map_base: SE2, isHit: boolean): void {
    const { width, height, resolution_m, originX_m, originY_m, kinds, heights_mm } = view;
    const c = cos(T_map_base.theta) / CELL_M;
    const s = sin(T_map_base.theta) / CELL_M;
    const x0 = T_map_base.x / CELL_M;
    const y0 = T_map_base.y / CELL_M;
    const stamp = view.stamp_s - (this.#start_s ?? 0);
    for (let iy = 0, i = 0; iy < height; iy++) {
      const y = originY_m + (iy + 0.5) * resolution_m;
      for (let ix = 0; ix < width; ix++, i++) {
        const kind = kinds[i];
        if (isHit ? VOTE_OF[kind] < 0 : kind !== FLOOR) continue;
        const x = originX_m + (ix + 0.5) * resolution_m;
        const cx = Math.floor(x0 + c * x - s * y);
        const cy = Math.floor(y0 + s * x + c * y);
        if (isHit) this.#hit(cx, cy, VOTE_OF[kind], heights_mm[i], widthVote(view, ix, iy), stamp);
        else this.#free(cx, cy, stamp, x * x + y * y);
      }
    }
  }

  #hit(cx: number, cy: number, vote: number, height_mm: number, wide: number, stamp: number): void {
    const tile = this.#tiles.reach(cx, cy);
    const i = cellInTile(cx, cy);
    const first = VOTES * i;
    if (tile.votes[first + vote] === 255) for (let k = first; k < first + VOTES; k++) tile.votes[k] >>= 1;
    tile.votes[first + vote]++;
    tile.wide[i] = Math.max(-MOST_WIDE, Math.min(MOST_WIDE, tile.wide[i] + wide));
    const known_mm = tile.height_mm[i];
    if (Math.abs(height_mm) > Math.abs(known_mm)) tile.height_mm[i] = height_mm;
    tile.hit_s[i] = stamp;
    tile.look_s[i] = stamp;
    tile.lastLook = this.#look;
    if (tile.look[i] === this.#look) return;
    tile.look[i] = this.#look;
    tile.evidence[i] = Math.min(SUREST, tile.evidence[i] + HIT[vote]);
    // What was seen higher once, by an error, sinks to what is seen; a wall's cell that shows something low again and again is that.
    if (Math.abs(height_mm) >= Math.abs(known_mm)) return;
    const tall_mm = this.#tiles.lidarSees_mm;
    const sunk_mm = Math.round(known_mm + 0.1 * (height_mm - known_mm));
    tile.height_mm[i] = known_mm >= tall_mm && sunk_mm < tall_mm ? height_mm : sunk_mm;
  }

  /** @param off2_m2  squared distance from base_footprint */
  #free(cx: number, cy: number, stamp: number, off2_m2: number): void {
    const tile = this.#tiles.find(cx, cy);
    if (tile === undefined) return;
    const i = cellInTile(cx, cy);
    if (tile.look[i] === this.#look || !(tile.evidence[i] > 0)) return;
    const within_m = FREES_WITHIN_M[mostVoted(tile, i)];
    if (off2_m2 > within_m * within_m) return;
    tile.look[i] = this.#look;
    tile.lastLook = this.#look;
    tile.look_s[i] = stamp;
    if (tile.evidence[i] <= FREE) this.#empty(tile, i);
    else tile.evidence[i] -= FREE;
  }

  #empty(tile: Tile, i: number): void {
    tile.evidence[i] = 0;
    tile.height_mm[i] = 0;
    tile.wide[i] = 0;
    tile.owner[i] = 0;
    tile.votes.fill(0, VOTES * i, VOTES * (i + 1));
  }

  #moveCell(from: Tile, i: number, warp: MapWarp): void {
    const x = (from.tx * TILE_CELLS + (i % TILE_CELLS) + 0.5) * CELL_M;
    const y = (from.ty * TILE_CELLS + Math.floor(i / TILE_CELLS) + 0.5) * CELL_M;
    const moved = warp.movePoint(x, y);
    const cx = Math.floor(moved.x / CELL_M);
    const cy = Math.floor(moved.y / CELL_M);
    const to = this.#tiles.reach(cx, cy);
    const k = cellInTile(cx, cy);
    if (to.evidence[k] >= from.evidence[i]) return;
    to.evidence[k] = from.evidence[i];
    to.height_mm[k] = from.height_mm[i];
    to.wide[k] = from.wide[i];
    to.hit_s[k] = from.hit_s[i];
    to.look_s[k] = from.look_s[i];
    to.owner[k] = from.owner[i];
    to.lastLook = Math.max(to.lastLook, from.lastLook);
    to.votes.set(from.votes.subarray(VOTES * i, VOTES * (i + 1)), VOTES * k);
  }

  /** An id for each group: that of the obstacle that most of its cells belonged to, each to one group alone. */
  #identify(groups: readonly CellGroup[]): number[] {
    const claims: { group: number; id: number; cells: number }[] = [];
    for (const [k, group] of groups.entries()) {
      const count = new Map<number, number>();
      for (const { owner } of group) if (owner > 0) count.set(owner, (count.get(owner) ?? 0) + 1);
      for (const [id, cells] of count) claims.push({ group: k, id, cells });
    }
    claims.sort((a, b) => b.cells - a.cells || a.id - b.id);
    const ids = new Array<number>(groups.length).fill(0);
    const isClaimed = new Set<number>();
    for (const { group, id } of claims) {
      if (ids[group] !== 0 || isClaimed.has(id)) continue;
      ids[group] = id;
      isClaimed.add(id);
    }
    for (const [k, group] of groups.entries()) {
      if (ids[k] === 0) ids[k] = this.#nextId++;
      setOwner(this.#tiles, group, ids[k]);
    }
    return ids;
  }

  #obstacle(group: CellGroup, id: number, start_s: number): Obstacle {
    const shape = shapeOf(group);
    let evidence = 0;
    let last = 0;
    for (const cell of group) {
      evidence += cell.evidence / group.length;
      last = Math.max(last, cell.hit_s);
    }
    const lastSeen_s = start_s + last;
    if (!this.#first.has(id)) this.#first.set(id, lastSeen_s);
    const names = this.#named.at(shape.outline_map).filter((thing) => !isMoving(thing));
    const kind = namedKind(names, this.#thresholds.has(id) ? 'threshold' : kindOf(group, shape), shape);
    return {
      id,
      kind,
      label: names[0]?.label ?? '',
      confidence: 1 - exp(-evidence / 1.5),
      outline_map: kind === 'cable' ? this.#wholeCord(group, shape.outline_map) : shape.outline_map,
      height_m: shape.height_m,
      firstSeen_s: this.#first.get(id) ?? lastSeen_s,
      lastSeen_s,
    };
  }

  /** A cord's outline, with where it may go on unseen. */
  #wholeCord(group: CellGroup, seen_map: Float64Array): Float64Array {
    const isBare = (cx: number, cy: number): boolean => this.#near.has(cx, cy);
    const isThere = (cx: number, cy: number): boolean => {
      const tile = this.#tiles.find(cx, cy);
      if (tile === undefined) return false;
      const i = cellInTile(cx, cy);
      return tile.owner[i] > 0 || (tile.evidence[i] >= BELIEVED && isTall(tile, i, this.#tiles.lidarSees_mm));
    };
    const more = beyondEnds(group, isBare, isThere);
    return more.length === 0 ? seen_map : convexHull(Float64Array.of(...seen_map, ...more));
  }

  /** Whether something flat may lie in or beside a tile. */
  readonly #hasCordAround = (tx: number, ty: number): boolean => {
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        const tile = this.#tiles.find((tx + dx) * TILE_CELLS, (ty + dy) * TILE_CELLS);
        if (tile?.evidence.some((value, i) => value > 0 && mostVoted(tile, i) === THIN)) return true;
      }
    return false;
  };

  #forgetIds(known: ReadonlySet<number>): void {
    for (const id of this.#first.keys()) if (!known.has(id)) this.#first.delete(id);
  }
}

function isSure(group: CellGroup): boolean {
  if (votes[group[0].vote] === 'drop' && shapeOf(group).length_m < EDGE_M) return false;
  const thin = group.filter(({ vote }) => votes[vote] === 'thin').length;
  if (thin > 0.5 * group.length && shapeOf(group).length_m < CORD_M) return false;
  return group.length > 1 || group[0].evidence >= LONE_EVIDENCE;
}

/** What hangs over a thing's low part and reaches up to the lidar (a cupboard over its plinth): the map's, by a fifth of its cells. One alone may be an error. */
function isLidars(group: CellGroup, lidarSees_mm: number): boolean {
  const tall = group.filter(({ height_m }) => height_m >= lidarSees_mm / 1000).length;
  const hanging = group.filter(({ vote }) => votes[vote] === 'overhang').length;
  return tall >= LIDARS_SHARE * group.length && hanging <= 0.5 * group.length;
}

function isMoving({ label }: NamedThing): boolean {
  const kind = kindOfLabel(label);
  return kind === 'person' || kind === 'pet';
}

function isFresh({ looks, lastSeen_s }: NamedThing, now_s: number): boolean {
  return looks >= MOVING_LOOKS && now_s - lastSeen_s < MOVING_S;
}

/** Who walks is told where it was seen last, as an octagon round it. */
function movingObstacle({ id, label, score, x, y, radius_m, height_m, firstSeen_s, lastSeen_s }: NamedThing): Obstacle {
  const outline_map = new Float64Array(16);
  for (let k = 0; k < 8; k++) {
    outline_map[2 * k] = x + radius_m * cos((k * Math.PI) / 4);
    outline_map[2 * k + 1] = y + radius_m * sin((k * Math.PI) / 4);
  }
  const kind = kindOfLabel(label) ?? 'thing';
  return { id, kind, label, confidence: score, outline_map, height_m, firstSeen_s, lastSeen_s };
}
