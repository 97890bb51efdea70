import type { BenchMap } from './coverageMaps.ts';
import { homes, offices, roomsOf, segments } from './coverageMaps.ts';

/** Maps that are planned with one brush in one way. */
export interface CoverageSet {
  /** As in `homes 0.3`. */
  readonly name: string;
  /** What --sets calls it. */
  readonly key: string;
  readonly brush_m: number;
  readonly byRooms: boolean;
  /** Each map on its own line. */
  readonly isListed: boolean;
  maps(data: string): BenchMap[];
}

export const setKeys = ['homes', 'byrooms', 'furnished', 'empty', 'segments', 'online'] as const;

/** The sets of the benchmark, in the order in which they are told. */
export function coverageSets(keys: readonly string[], brushes: readonly number[]): CoverageSet[] {
  const all = brushes.flatMap((brush_m) => [
    set('homes', 'homes', brush_m, homes),
    { ...set('byrooms', 'homes by rooms', brush_m, homes), byRooms: true },
    { ...set('furnished', 'furnished rooms', brush_m, roomsOfOffices(true)), isListed: false },
    { ...set('empty', 'empty rooms', brush_m, roomsOfOffices(false)), isListed: false },
  ]);
  all.push(set('segments', 'vendor segments', 0.2, segments), set('online', 'homes online', 0.2, everyThirdHome));
  return all.filter(({ key }) => keys.includes(key));
}

function set(key: string, title: string, brush_m: number, maps: (data: string) => BenchMap[]): CoverageSet {
  return { name: `${title} ${brush_m}`, key, brush_m, byRooms: false, isListed: true, maps };
}

function roomsOfOffices(furnished: boolean): (data: string) => BenchMap[] {
  return (data) => offices(data, furnished).flatMap(roomsOf);
}

function everyThirdHome(data: string): BenchMap[] {
  return homes(data).filter((_, k) => k % 3 === 0);
}
