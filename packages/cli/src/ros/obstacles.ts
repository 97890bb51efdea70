import { obstaclesNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';

export const obstacles: RosPart = { add: (graph) => graph.add(obstaclesNode(defaultGeometry)) };
