import type { BelievedCell, CellGroup } from './believedCell.ts';
import { keyOf } from './cellKey.ts';
import { cellInTile, type EvidenceTiles, mostVoted, TILE_CELLS, type Tile, VOTES, votes } from './evidenceTiles.ts';
import { flood } from './flood.ts';
import { thresholdsOf } from './thresholds.ts';

/** Cells that are no farther apart than this belong together, cells. */
const GAP = 2;
/** Evidence from which what is tall is there. */
const TALL_EVIDENCE = 1.5;
/** Nothing of a threshold is higher than this: the walls' feet beside it are, m. */
const STEP_HIGH_M = 0.025;
/** A single cell so near to what is tall is a speck of it, cells. */
const TALL_BORDER = 2;
/** Cells from a wall within which a threshold begins at it. */
const WALL_REACH = 3;

const VOTE = Object.fromEntries(votes.map((name, i) => [name, i])) as Record<(typeof votes)[number], number>;

/** Whether a cell's evidence is enough, by which obstacle it was part of (0: none), when it was looked at last and what it was seen to be most. */
export type IsBelieved = (evidence: number, owner: number, look_s: number, vote: number) => boolean;

/** What the cells of the map make up. */
export interface CellGroups {
  readonly thresholds: readonly CellGroup[];
  readonly things: readonly CellGroup[];
}

/**
 * The believed cells, by thing: thresholds first, for they run from wall to wall, and what is low of a wall is no part of them.
 * @param wereThresholds  ids of obstacles that were thresholds before
 * @param isRaised        whether the floor in a cell was seen to be as high as a rug
 */
export function groupCells(
  tiles: EvidenceTiles,
  isBelieved: IsBelieved,
  wereThresholds: ReadonlySet<number>,
  isRaised: (cx: number, cy: number) => boolean,
): CellGroups {
  const believed = believedCells(tiles, isBelieved);
  const isAtWall = (cell: BelievedCell): boolean => isNearTall(tiles, cell, WALL_REACH);
  const thresholds = thresholdsOf(flood(believed.filter(isStep), GAP), wereThresholds, { isAtWall, isRaised });
  const stepped = new Set(thresholds.flat());
  const cells = stepped.size === 0 ? believed : believed.filter((cell) => !stepped.has(cell));
  const solid = flood(cells.filter(isSolid), GAP);
  const rest = attachFlat(
    solid,
    cells.filter((cell) => !isSolid(cell) && cell.vote !== VOTE.drop),
  );
  const flat = flood(rest, GAP);
  const drops = cells.filter((cell) => cell.vote === VOTE.drop);
  const isSpeck = (group: CellGroup): boolean =>
    group.length === 1 && group.every((cell) => isNearTall(tiles, cell, TALL_BORDER));
  const things = [...solid, ...flat].filter((group) => !isSpeck(group));
  return { thresholds, things: [...things, ...flood(drops, GAP)] };
}

/** What may be part of a threshold. */
function isStep({ vote, height_m }: BelievedCell): boolean {
  return vote !== VOTE.drop && vote !== VOTE.overhang && height_m < STEP_HIGH_M;
}

function isSolid(cell: BelievedCell): boolean {
  return cell.vote === VOTE.obstacle || cell.vote === VOTE.overhang;
}

/** All believed cells but those of what the lidar sees too. */
function believedCells(tiles: EvidenceTiles, isBelieved: IsBelieved): BelievedCell[] {
  const cells: BelievedCell[] = [];
  for (const tile of tiles.all())
    for (let i = 0; i < tile.evidence.length; i++) {
      if (!(tile.evidence[i] > 0) || isTall(tile, i, tiles.lidarSees_mm)) continue;
      const vote = mostVoted(tile, i);
      if (!isBelieved(tile.evidence[i], tile.owner[i], tile.look_s[i], vote)) {
        tile.owner[i] = 0;
        continue;
      }
      const cx = tile.tx * TILE_CELLS + (i % TILE_CELLS);
      const cy = tile.ty * TILE_CELLS + Math.floor(i / TILE_CELLS);
      cells.push({
        cx,
        cy,
        evidence: tile.evidence[i],
        height_m: tile.height_mm[i] / 1000,
        vote,
        wide: tile.wide[i],
        owner: tile.owner[i],
        hit_s: tile.hit_s[i],
      });
    }
  return cells;
}

/** Adds flat cells that touch something solid to it (the rim of what is round, a frayed edge); returns those that touch none. */
function attachFlat(solid: BelievedCell[][], flat: readonly BelievedCell[]): BelievedCell[] {
  const owner = new Map<number, BelievedCell[]>();
  for (const group of solid) for (const cell of group) owner.set(keyOf(cell.cx, cell.cy), group);
  return flat.filter((cell) => {
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        const group = owner.get(keyOf(cell.cx + dx, cell.cy + dy));
        if (group === undefined) continue;
        group.push(cell);
        return false;
      }
    return true;
  });
}

/** What the lidar sees too: it is high, and stands on the floor. */
export function isTall({ height_mm, votes: seen }: Tile, i: number, lidarSees_mm: number): boolean {
  return height_mm[i] >= lidarSees_mm && seen[VOTES * i + VOTE.obstacle] >= seen[VOTES * i + VOTE.overhang];
}

function isNearTall(tiles: EvidenceTiles, { cx, cy }: BelievedCell, reach: number): boolean {
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const tile = tiles.find(cx + dx, cy + dy);
      if (tile === undefined) continue;
      const i = cellInTile(cx + dx, cy + dy);
      if (tile.evidence[i] > TALL_EVIDENCE && isTall(tile, i, tiles.lidarSees_mm)) return true;
    }
  return false;
}

/** Writes which obstacle a group is into its cells, so that it is known again. */
export function setOwner(tiles: EvidenceTiles, group: CellGroup, id: number): void {
  for (const { cx, cy } of group) {
    const tile = tiles.find(cx, cy);
    if (tile !== undefined) tile.owner[cellInTile(cx, cy)] = id;
  }
}
