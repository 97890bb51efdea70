import { objectAbout, objectNames, objectPiece } from '../../objects/objects.ts';
import { bed, nightStand } from './beds.ts';
import type { Piece } from './piece.ts';
import { armchair, chair, sofa, starChair, stool } from './seats.ts';
import { cupboard, floorLamp, plant, sideboard } from './storage.ts';
import { coffeeTable, columnTable, desk, table } from './tables.ts';

export interface CataloguePiece {
  /** What it is, in half a line. */
  readonly about: string;
  make(): Piece;
}

/** Furniture and small things that can be set down by name, each in a usual size. */
export const catalogue: Readonly<Record<string, CataloguePiece>> = {
  chair: { about: 'chair on four legs, 5 kg: it is pushed', make: () => chair(5) },
  office_chair: { about: 'office chair on five flat spokes', make: () => starChair(0) },
  stool: { about: 'bar stool on a round foot that rises to 25 mm', make: stool },
  armchair: { about: 'armchair that hangs 70 mm over the floor', make: () => armchair(0.07) },
  sofa: { about: 'sofa of 2 m that hangs 120 mm: the robot passes under', make: () => sofa(2, 0.12) },
  low_sofa: { about: 'sofa of 2 m that hangs 70 mm: the robot does not fit', make: () => sofa(2, 0.07) },
  table: { about: 'table of 1.2 x 0.8 m on four legs', make: () => table(1.2, 0.8) },
  round_table: { about: 'round table of 1 m on one column', make: () => columnTable(0.5) },
  coffee_table: { about: 'low table of wood with a shelf over the floor', make: () => coffeeTable('wood') },
  glass_table: { about: 'low table of glass on steel', make: () => coffeeTable('glass') },
  desk: { about: 'desk of 1.4 m between two panels', make: () => desk(1.4) },
  bed: { about: 'bed of 1.6 x 2.05 m that hangs 200 mm', make: () => bed(1.6, 0.2) },
  night_stand: { about: 'chest beside a bed', make: () => nightStand(0) },
  cupboard: { about: 'cupboard of 0.8 x 0.4 m, 1.8 m high', make: () => cupboard('cupboard', 0.8, 0.4, 1.8) },
  sideboard: { about: 'sideboard of 1.2 m on legs of 130 mm', make: () => sideboard(1.2, 0.13) },
  lamp: { about: 'lamp on a flat foot that the robot climbs', make: floorLamp },
  plant: { about: 'plant in a round tub', make: () => plant(0.18) },
  ...Object.fromEntries(objectNames.map((name) => [name, { about: objectAbout(name), make: () => objectPiece(name) }])),
};
