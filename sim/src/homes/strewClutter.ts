import type { Rng } from '@homebound/math';
import type { Decorator } from './decorator.ts';
import * as clutter from './furniture/clutter.ts';
import type { Piece } from './furniture/piece.ts';
import type { HomeRoom, RoomType } from './roomTypes.ts';

type Make = (rng: Rng) => Piece;
const lead: Make = (rng) => clutter.cable(0.6 + 1.2 * rng.uniform(), 0.005 + 0.003 * rng.uniform(), rng);

/** What lies about in which room; a kind named twice is twice as likely. */
const lying: Record<RoomType, readonly Make[]> = {
  living: [clutter.toyCar, clutter.toyBlock, clutter.brick, clutter.ball, clutter.slipper, clutter.book, lead],
  dining: [clutter.brick, clutter.toyBlock, clutter.bottle],
  kitchen: [clutter.bowl, clutter.bottle, clutter.slipper],
  bath: [clutter.sock, clutter.scale, clutter.slipper],
  bedroom: [clutter.sock, clutter.sock, clutter.slipper, clutter.book, clutter.charger, lead],
  study: [clutter.book, lead, clutter.charger],
  corridor: [clutter.shoe, clutter.shoe, clutter.slipper],
  store: [clutter.shoe],
};

/** Strews what people leave on the floor: another lot on each visit. Returns how many things lie there. */
export function strewClutter(home: Decorator, rooms: readonly HomeRoom[], perM2: number, visit: Rng): number {
  const before = home.solids.length;
  for (const room of rooms) {
    const kinds = lying[room.type];
    const mean = perM2 * room.area_m2;
    const count = Math.floor(mean + visit.uniform());
    for (let k = 0; k < count; k++) {
      const piece = kinds[visit.int(kinds.length)](visit);
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
