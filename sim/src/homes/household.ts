import type { Rng } from '@homebound/math';
import type { Actor, SwingingDoor, Walker } from '../actors/actor.ts';
import type { Decorator } from './decorator.ts';
import type { Door } from './doors.ts';
import type { HomeRoom } from './roomTypes.ts';
import { Routes } from './routes.ts';

export interface HouseholdOptions {
  readonly people: number;
  readonly pets: number;
}

/** Places that somebody goes to on a round before it repeats itself. */
const PLACES = 6;
/** People rest for minutes, pets for longer, s. */
const REST_S = { person: [20, 240], pet: [120, 900] } as const;
const SPEED_MPS = { person: 0.8, pet: 0.6 } as const;
/** A door that is closed is opened again after this long, s. */
const CLOSED_S: readonly [number, number] = [60, 300];
/** Doors are moved in the first hours of a run. */
const MOVES_UNTIL_S = 2 * 3600;

/** Who lives in the home on this visit: people and pets on their rounds, doors that they open and close. */
export function household(
  home: Decorator,
  rooms: readonly HomeRoom[],
  livelyDoors: readonly Door[],
  options: HouseholdOptions,
  visit: Rng,
): Actor[] {
  const { frame, room, roomCount } = home.space.plan;
  const actors: Actor[] = [];
  const routes = new Routes(frame, home.space.blocked, home.space.kept, room, roomCount);
  for (const [kind, count] of [
    ['person', options.people],
    ['pet', options.pets],
  ] as const)
    for (let k = 0; k < count; k++) {
      const walker = onRound(kind, `${kind} ${k + 1}`, routes, rooms, visit);
      if (walker !== undefined) actors.push(walker);
    }
  return [...actors, ...livelyDoors.map((door) => swinging(door, visit))];
}

/** A round through random rooms; undefined when no two of them have a way between them. */
function onRound(
  kind: Walker['kind'],
  name: string,
  routes: Routes,
  rooms: readonly HomeRoom[],
  visit: Rng,
): Walker | undefined {
  const drawRest = () => REST_S[kind][0] + (REST_S[kind][1] - REST_S[kind][0]) * visit.uniform();
  const somewhere = () => routes.placeIn(rooms[visit.int(rooms.length)].id, visit);
  let first: number | undefined;
  for (let k = 0; k < 20 && first === undefined; k++) first = somewhere();
  if (first === undefined) return undefined;
  const legs: { way: Float64Array; rest_s: number }[] = [];
  let at = first;
  for (let k = 0; k < 3 * PLACES && legs.length < PLACES - 1; k++) {
    const to = somewhere();
    const way = to === undefined || to === at ? undefined : routes.between(at, to);
    if (to === undefined || way === undefined) continue;
    legs.push({ way, rest_s: drawRest() });
    at = to;
  }
  const back = at === first ? undefined : routes.between(at, first);
  if (back === undefined) return undefined;
  legs.push({ way: back, rest_s: drawRest() });
  const follows = kind === 'pet' && visit.uniform() < 0.5;
  return { kind, name, speed_mps: SPEED_MPS[kind], legs, startsAfter_s: drawRest(), followsRobot: follows };
}

/** A door that is closed and opened now and then. */
function swinging({ name, T_world_hinge, width_m, angle_rad }: Door, visit: Rng): SwingingDoor {
  const moves: { at_s: number; angle_rad: number }[] = [];
  for (let at_s = 300 + 1500 * visit.uniform(); at_s < MOVES_UNTIL_S; at_s += 600 + 1800 * visit.uniform()) {
    moves.push({ at_s, angle_rad: 0 });
    at_s += CLOSED_S[0] + (CLOSED_S[1] - CLOSED_S[0]) * visit.uniform();
    moves.push({ at_s, angle_rad });
  }
  return { kind: 'door', name, T_world_hinge, width_m, angle_rad, moves };
}
