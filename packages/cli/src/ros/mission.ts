import { missionNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';
import { restartFrom } from './restart.ts';

export const mission: RosPart = {
  add: (graph) => graph.add(missionNode(defaultGeometry, undefined, restartFrom()?.checkpoints.mission)),
};
