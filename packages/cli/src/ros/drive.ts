import { driveNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';

export const drive: RosPart = { add: (graph) => graph.add(driveNode(defaultGeometry)) };
