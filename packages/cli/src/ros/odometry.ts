import { odometryNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';
import { restartFrom } from './restart.ts';

export const odometry: RosPart = {
  add: (graph) => graph.add(odometryNode(defaultGeometry, restartFrom()?.checkpoints.odometry)),
};
