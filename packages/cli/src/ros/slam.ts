import { slamNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';

export const slam: RosPart = { add: (graph) => graph.add(slamNode(defaultGeometry)) };
