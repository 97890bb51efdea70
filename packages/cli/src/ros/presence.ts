import { presenceNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';
import { restartFrom } from './restart.ts';

export const presence: RosPart = { add: (graph) => graph.add(presenceNode(restartFrom()?.privacy)) };
