import { coverageNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const coverage: RosPart = { add: (graph) => graph.add(coverageNode) };
