import type { Rng } from '@homebound/math';
import { type ObjectName, objectPiece } from '../objects/objects.ts';
import { cable } from '../objects/smallThings.ts';
import type { Decorator } from './decorator.ts';
import type { Piece } from './furniture/piece.ts';
import type { HomeRoom, RoomType } from './roomTypes.ts';

/** What lies about in which room; a kind named twice is twice as likely. */
const lying: Record<RoomType, readonly ObjectName[]> = {
  living: ['toy_car', 'toy_block', 'brick', 'ball', 'slipper', 'book', 'cable'],
  dining: ['brick', 'toy_block', 'bottle'],
  kitchen: ['bowl', 'bottle', 'slipper'],
  bath: ['sock', 'scale', 'slipper'],
  bedroom: ['sock', 'sock', 'slipper', 'book', 'charger', 'cable'],
  study: ['book', 'cable', 'charger'],
  corridor: ['shoe', 'shoe', 'slipper'],
  store: ['shoe'],
};

/** Cables are of any length; of the rest, each has a colour of its own. */
function make(name: ObjectName, visit: Rng, count: number): Piece {
  if (name === 'cable') return cable(0.6 + 1.2 * visit.uniform(), 0.005 + 0.003 * visit.uniform(), visit);
  return objectPiece(name, { seed: visit.fork(`${name} ${count}`).int(4294967296) });
}

/** Strews what people leave on the floor: another lot on each visit. Returns how many things lie there. */
export function strewClutter(home: Decorator, rooms: readonly HomeRoom[], perM2: number, visit: Rng): number {
  const before = home.solids.length;
  for (const room of rooms) {
    const kinds = lying[room.type];
    const mean = perM2 * room.area_m2;
    const count = Math.floor(mean + visit.uniform());
    for (let k = 0; k < count; k++) {
      const piece = make(kinds[visit.int(kinds.length)], visit, home.solids.length);
      if (piece.kind !== 'cable') {
        home.put(piece, room.id, { middle: 0.02 }, visit);
        continue;
      }
      const T = home.somewhere(room.id, visit);
      if (T !== undefined) home.addCable(piece, T);
    }
  }
  return home.solids.length - before;
}
