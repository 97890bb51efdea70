import { slamNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';
import { restartFrom } from './restart.ts';

/** On any robot: its geometry comes from tf. `mind` knows ours. */
export const slam: RosPart = {
  add(graph) {
    const restart = restartFrom();
    graph.add(slamNode(undefined, restart?.keeper, restart?.checkpoints.slam));
  },
};
