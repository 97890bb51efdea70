import { slamNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

/** On any robot: its geometry comes from tf. `mind` knows ours. */
export const slam: RosPart = { add: (graph) => graph.add(slamNode()) };
