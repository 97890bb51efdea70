import type { World } from '@homebound/sim';
import { box, twoRooms } from '../helpers/twoRooms.ts';

/** A room of 3 m by 2.4 m with a cupboard; the dock stands at its left wall. */
export const smallRoom: World = {
  ...twoRooms,
  name: 'small room',
  solids: [
    box('left', -0.25, 0, 0.1, 2.4),
    box('right', 2.85, 0, 0.1, 2.4),
    box('top', 1.3, 1.25, 3.2, 0.1),
    box('bottom', 1.3, -1.25, 3.2, 0.1),
    box('cupboard', 2, 0.8, 0.6, 0.5),
  ],
};
