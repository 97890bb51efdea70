import { followPathNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const followPath: RosPart = { add: (graph) => graph.add(followPathNode) };
