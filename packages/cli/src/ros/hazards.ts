import { hazardsNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';

export const hazards: RosPart = { add: (graph) => graph.add(hazardsNode(defaultGeometry)) };
