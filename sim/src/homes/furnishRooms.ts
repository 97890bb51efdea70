import { compose, type Rng, type SE2, wrapAngle } from '@homebound/math';
import { cable } from '../objects/smallThings.ts';
import type { Decorator } from './decorator.ts';
import { bed, nightStand } from './furniture/beds.ts';
import { black, steel, white } from './furniture/parts.ts';
import type { Piece } from './furniture/piece.ts';
import { armchair, chair, sofa, starChair, stool } from './furniture/seats.ts';
import {
  cupboard,
  floorLamp,
  glassPane,
  kitchenUnits,
  mirrorWardrobe,
  plant,
  shower,
  sideboard,
  toilet,
  tvBoard,
} from './furniture/storage.ts';
import { coffeeTable, columnTable, desk, table } from './furniture/tables.ts';
import type { HomeRoom, RoomType } from './roomTypes.ts';

/** Heights over the floor at which sofas, beds and sideboards hang; the body is 95 mm high, the lidar looks at 90 mm. */
const GAPS_M = [0.07, 0.09, 0.11, 0.15];
/** Way that people leave before what they use, m. */
const FRONT_M = 0.55;
/** A table wants this around it before chairs come, m. */
const AROUND_TABLE_M = 0.55;
/** A set of furniture for so much floor: large rooms have several. */
const FLOOR_PER_SET_M2 = 25;

const pick = <T>(rng: Rng, list: readonly T[]): T => list[rng.int(list.length)];
const gap = (rng: Rng) => pick(rng, GAPS_M);
const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.uniform();

/** Furnishes one room by its type. `wanted` in [0, 1] is the share of its usual pieces that are looked for. */
export function furnishRoom(home: Decorator, room: HomeRoom, wanted: number, visit: Rng): void {
  const rng = home.rng;
  const recipe = recipes[room.type];
  const times = Math.max(1, Math.round(room.area_m2 / FLOOR_PER_SET_M2));
  for (let k = 0; k < times; k++)
    recipe({
      home,
      room,
      isFirst: k === 0,
      visit,
      rng,
      may: (share = 1) => rng.uniform() < wanted * share,
      wall: (piece, front = FRONT_M) => home.put(piece, room.id, { wall: front }),
      middle: (piece, around) => home.put(piece, room.id, { middle: around }),
    });
}

interface Recipe {
  readonly home: Decorator;
  readonly room: HomeRoom;
  /** Large rooms are furnished more than once. */
  readonly isFirst: boolean;
  readonly rng: Rng;
  readonly visit: Rng;
  /** The dice for a piece of which this share of such rooms has one. */
  readonly may: (share?: number) => boolean;
  readonly wall: (piece: Piece, front?: number) => SE2 | undefined;
  readonly middle: (piece: Piece, around: number) => SE2 | undefined;
}

const recipes: Record<RoomType, (recipe: Recipe) => void> = {
  living: (recipe) => {
    const { home, room, isFirst, rng, may, wall, middle } = recipe;
    if (may()) sofaGroup(recipe);
    if (isFirst && may()) powered(recipe, wall(tvBoard()), 0.8);
    if (isFirst && room.area_m2 > 22 && may(0.7)) diningGroup(recipe);
    if (may(0.6)) wall(sideboard(between(rng, 1, 1.6), gap(rng), pick(rng, [white, black, undefined])));
    if (may(0.6)) wall(armchair(gap(rng)));
    if (may(0.5)) strayChair(recipe);
    if (may(0.7)) powered(recipe, wall(floorLamp(), 0.1), 0.5);
    if (may(0.6)) wall(plant(between(rng, 0.12, 0.2)), 0.1);
    if (isFirst && may(0.3)) middle(glassPane(between(rng, 0.9, 1.4)), 0.6);
    if (may(0.5)) rugSomewhere(home, room, rng);
  },
  dining: (recipe) => {
    const { isFirst, rng, may, wall } = recipe;
    if (isFirst && may(1.2)) diningGroup(recipe);
    if (may(0.8)) wall(sideboard(between(rng, 1, 1.6), gap(rng)));
    if (may(0.5)) wall(plant(0.15), 0.1);
  },
  kitchen: (recipe) => {
    const { rng, may, wall } = recipe;
    for (let i = 0; i < 2; i++) if (may(1.1)) wall(kitchenUnits(between(rng, 1.2, 2.4)), 0.8);
    if (may(1.1)) wall(cupboard('fridge', 0.6, 0.62, 1.8, pick(rng, [black, white, steel])), 0.8);
    if (may(0.7)) breakfast(recipe);
    if (may(0.5)) strayChair(recipe);
    if (may(0.7)) wall(cupboard('bin', 0.28, 0.28, 0.5, steel), 0.1);
  },
  bath: ({ home, room, rng, may, wall }) => {
    if (may(1.1)) wall(toilet(), 0.4);
    if (may()) wall(cupboard('washstand', 0.6, 0.45, 0.85, white), 0.4);
    if (may(0.7)) wall(rng.uniform() < 0.5 ? shower() : cupboard('bathtub', 1.7, 0.75, 0.55, white), 0.4);
    if (may(0.5)) wall(cupboard('basket', 0.4, 0.35, 0.55), 0.1);
    if (may()) rugSomewhere(home, room, rng, 0.5, 0.7);
  },
  bedroom: (recipe) => {
    const { home, room, rng, may, wall } = recipe;
    const place = may(1.2) ? bedPlace(recipe) : undefined;
    if (may())
      wall(rng.uniform() < 0.3 ? mirrorWardrobe(1.6) : cupboard('wardrobe', between(rng, 1.2, 2.2), 0.6, 2.1), 0.6);
    if (may(0.5)) wall(cupboard('drawers', 0.9, 0.45, 0.9, white));
    if (may(0.4)) home.put(chair(5), room.id, { wall: 0.2 });
    if (place !== undefined && may(0.6)) bedsideRug(home, place);
  },
  study: (recipe) => {
    const { rng, may, wall } = recipe;
    if (may(1.2)) workPlace(recipe);
    for (let i = 0; i < 2; i++) if (may(0.8)) wall(cupboard('shelf', between(rng, 0.8, 1.2), 0.35, 2));
    if (may(0.5)) powered(recipe, wall(floorLamp(), 0.1), 0.5);
  },
  corridor: ({ home, room, rng, may, wall }) => {
    if (may(0.7)) wall(cupboard('shoeRack', 0.8, 0.25, 0.8), 0.6);
    if (may(0.4)) wall(plant(0.12), 0.5);
    if (may(0.5)) rugSomewhere(home, room, rng, 0.7, 1.6);
  },
  store: ({ may, wall }) => {
    if (may(0.8)) wall(cupboard('shelf', 0.8, 0.35, 2), 0.5);
  },
};

/** A sofa, a low table before it, often both on a rug. */
function sofaGroup({ home, rng, may, wall }: Recipe): void {
  const T = wall(sofa(between(rng, 1.7, 2.3), gap(rng)), 1.1);
  if (T === undefined) return;
  const T_table = compose(T, { x: 0, y: 1.15, theta: 0 });
  if (may()) home.putAt(coffeeTable(rng.uniform() < 0.5 ? 'glass' : 'wood'), T_table);
  const surface = rng.uniform() < 0.6 ? 'lowPile' : 'highPile';
  const rug = { T_world_rectangle: T_table, sizeX_m: between(rng, 1.8, 2.4), sizeY_m: between(rng, 1.3, 1.7) };
  if (may(0.8))
    home.layRug('rug', rug, { surface, height_m: surface === 'lowPile' ? 0.006 + 0.004 * rng.uniform() : 0.015 });
}

/** A table and its chairs: some pushed in, some as people left them. */
function diningGroup({ home, rng, visit, middle }: Recipe): void {
  const long = between(rng, 1.2, 1.8);
  const T = middle(table(long, 0.85, between(rng, 0.02, 0.035)), AROUND_TABLE_M);
  if (T === undefined) return;
  const perSide = long > 1.5 ? 3 : 2;
  for (const side of [-1, 1])
    for (let k = 0; k < perSide; k++) {
      const x = ((k + 0.5) / perSide - 0.5) * (long - 0.1);
      seat(home, compose(T, { x, y: side * 0.5, theta: side > 0 ? Math.PI : 0 }), visit);
    }
}

/** A small table with two seats. */
function breakfast({ home, rng, visit, middle }: Recipe): void {
  const round = rng.uniform() < 0.5;
  const T = middle(round ? columnTable(0.4) : table(0.8, 0.7, 0.02), 0.6);
  if (T === undefined) return;
  for (const side of [-1, 1]) {
    const T_seat = compose(T, { x: 0, y: side * 0.6, theta: side > 0 ? Math.PI : 0 });
    if (round && rng.uniform() < 0.4) home.putAt(stool(), T_seat, true);
    else seat(home, T_seat, visit);
  }
}

/** A chair at a table, its front (+y) to it; how far it is pulled out and turned is up to the visit. */
function seat(home: Decorator, T_world_seat: SE2, visit: Rng): void {
  home.later(() => {
    const pulled = visit.uniform() < 0.25 ? 0.2 + 0.2 * visit.uniform() : 0.06 * visit.normal();
    const T = compose(T_world_seat, { x: 0.04 * visit.normal(), y: -pulled, theta: 0.15 * visit.normal() });
    home.putAt(chair(visit.uniform() < 0.5 ? 4.5 : 5.5), T, true);
  });
}

/** A chair that stands where it was last used. */
function strayChair({ home, room, visit }: Recipe): void {
  home.later(() => home.put(chair(5), room.id, { middle: 0.25 }, visit));
}

function bedPlace({ home, room, rng, wall, may }: Recipe): SE2 | undefined {
  const width = room.area_m2 > 11 ? pick(rng, [1.4, 1.6, 1.8]) : pick(rng, [0.9, 1.2]);
  const T = wall(bed(width, gap(rng)), 0.6);
  if (T === undefined) return undefined;
  for (const side of [-1, 1])
    if (may(0.8))
      home.putAt(nightStand(pick(rng, [0, 0.12])), compose(T, { x: side * (width / 2 + 0.3), y: -0.8, theta: 0 }));
  return compose(T, { x: width / 2, y: 0, theta: 0 });
}

function bedsideRug(home: Decorator, T: SE2): void {
  const T_world_rectangle = compose(T, { x: 0.35, y: 0.3, theta: 0 });
  home.layRug(
    'bedsideRug',
    { T_world_rectangle, sizeX_m: 0.7, sizeY_m: 1.3 },
    { surface: 'highPile', height_m: 0.012 },
  );
}

function workPlace(recipe: Recipe): void {
  const { home, rng, visit, wall } = recipe;
  const T = wall(desk(between(rng, 1.2, 1.6)), 0.9);
  if (T === undefined) return;
  home.later(() => {
    const T_chair = compose(T, { x: 0.1 * visit.normal(), y: 0.45 + 0.25 * visit.uniform(), theta: Math.PI });
    home.putAt(starChair(visit.uniform() * Math.PI), T_chair, true);
  });
  powered(recipe, T, 1);
}

/** What has a plug has a cable: it comes out beside the piece and lies on the floor a bit. */
function powered({ home, rng }: Recipe, T_world_piece: SE2 | undefined, share: number): void {
  if (T_world_piece === undefined || rng.uniform() > share) return;
  const lead = cable(between(rng, 0.6, 1.8), between(rng, 0.005, 0.008), rng);
  const side = rng.uniform() < 0.5 ? -1 : 1;
  const T = compose(T_world_piece, { x: side * 0.25, y: 0.1, theta: wrapAngle(-side * between(rng, 0.6, 1.4)) });
  home.addCable(lead, T);
}

function rugSomewhere(home: Decorator, room: HomeRoom, rng: Rng, width = between(rng, 0.8, 1.6), length = 1.4): void {
  for (let k = 0; k < 12; k++) {
    const T_world_rectangle = home.somewhere(room.id, rng);
    if (T_world_rectangle === undefined) return;
    const surface = rng.uniform() < 0.7 ? 'lowPile' : 'highPile';
    const height_m = surface === 'lowPile' ? 0.005 + 0.004 * rng.uniform() : 0.01 + 0.005 * rng.uniform();
    if (home.layRug('mat', { T_world_rectangle, sizeX_m: width, sizeY_m: length }, { surface, height_m })) return;
  }
}
