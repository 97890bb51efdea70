import { presenceNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const presence: RosPart = { add: (graph) => graph.add(presenceNode()) };
