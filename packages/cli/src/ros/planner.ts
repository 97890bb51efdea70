import { plannerNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const planner: RosPart = { add: (graph) => graph.add(plannerNode) };
